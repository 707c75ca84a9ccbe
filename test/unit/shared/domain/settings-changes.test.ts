import { expect, test } from 'vitest'
import { defaultSettings } from '#shared/domain/settings.ts'
import { settingsChanges } from '#shared/domain/settings-changes.ts'

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
