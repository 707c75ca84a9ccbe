import { expect, it } from 'vitest'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import { switchesMoved } from '#shared/domain/settings-changes.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'
import { changeSettings } from '#shared/use-cases/settings/change-settings.ts'

/** The audit line of a change. */
const lineOf = async (settings: Settings): Promise<AuditEntry | undefined> => {
  let line: AuditEntry | undefined
  const store = {
    read: async () => ({ settings: defaultSettings, tag: 't' }),
    replace: async (_seen: string, _settings: Settings, audit: AuditEntry) => {
      line = audit
      return true
    },
  }
  const caller = { userId: 'u-ada', name: 'ada', groups: ['admin'] as const }
  await changeSettings(store, { seen: 't', settings }, { caller, requestId: 'r', now: new Date() })
  return line
}

it('of thousands of changes a hundred are told, those of the switches among them', async () => {
  const zones = Array.from({ length: 3_000 }, (_, number) => `Zone/${number}`)
  const line = await lineOf({
    ...defaultSettings,
    candidateZones: zones,
    operations: { marketing: 'stop', service: 'on' },
  })
  const changes = line?.details?.changes as readonly string[]
  expect(changes).toHaveLength(101)
  expect(changes.at(-1)).toMatch(/^and \d+ more$/)
  expect(switchesMoved(changes)).toEqual({ before: { marketing: 'on' }, after: { marketing: 'stop' } })
})
