import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultSettings, operationSchema, type Settings } from '#shared/domain/settings.ts'
import { settingsChanges, switchesMoved } from '#shared/domain/settings-changes.ts'

test('nothing is told of what stays', () => {
  expect(settingsChanges(defaultSettings, structuredClone(defaultSettings))).toEqual([])
})

test('each value that changes, comes or goes is told by its path', () => {
  const { service: _, ...operations } = defaultSettings.operations
  const after = {
    ...defaultSettings,
    operations: { ...operations, service: 'stop' as const },
    candidateZones: ['Asia/Shanghai'],
    lowBalanceThreshold: { CZK: 100_000 },
  }
  expect(settingsChanges(defaultSettings, after)).toEqual([
    'candidateZones: [] → nothing',
    'candidateZones.0: nothing → "Asia/Shanghai"',
    'lowBalanceThreshold.CNY: 30000 → nothing',
    'lowBalanceThreshold.EUR: 5000 → nothing',
    'lowBalanceThreshold.USD: 5000 → nothing',
    'operations.service: "on" → "stop"',
  ])
})

test('which switches were moved is read back from what was told, and nothing else is taken for one', () => {
  const position = fc.constantFrom(...operationSchema.options)
  const settings = fc.record({
    operations: fc.record({ marketing: position, service: position }),
    seniorAge: fc.integer({ min: 60, max: 70 }),
  })
  fc.assert(
    fc.property(settings, settings, (one, other) => {
      const [before, after]: [Settings, Settings] = [
        { ...defaultSettings, ...one },
        { ...defaultSettings, ...other },
      ]
      const moved = (['marketing', 'service'] as const).filter(
        (purpose) => before.operations[purpose] !== after.operations[purpose],
      )
      const only = ({ operations }: Settings) =>
        Object.fromEntries(moved.map((purpose) => [purpose, operations[purpose]]))
      expect(switchesMoved(settingsChanges(before, after))).toEqual(
        moved.length === 0 ? undefined : { before: only(before), after: only(after) },
      )
    }),
  )
  expect(
    switchesMoved(['operations.marketing: "on" → "off"', 'operations.mail: "on" → "stop"']),
  ).toBeUndefined()
})
