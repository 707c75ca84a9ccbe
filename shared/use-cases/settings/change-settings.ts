import type { Caller } from '#shared/domain/access/caller.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { isOfSwitch, settingsChanges } from '#shared/domain/settings-changes.ts'
import type { SettingsStore, StoredSettings } from '#shared/ports/settings-store.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

/** So many changes are told one by one in the audit table; of a list of branches there may be thousands. */
const TOLD_CHANGES = 100
const TOLD_LENGTH = 300

/** Where not all of them are told, the operators' switches are: who moved them is asked of these lines. */
const told = (changes: readonly string[]): readonly string[] => {
  const cut = (some: readonly string[]) =>
    some.slice(0, TOLD_CHANGES).map((change) => change.slice(0, TOLD_LENGTH))
  const left = changes.length - TOLD_CHANGES
  if (left <= 0) return cut(changes)
  const switches = changes.filter(isOfSwitch)
  const others = changes.filter((change) => !isOfSwitch(change))
  return [...cut([...switches, ...others]), `and ${left} more`]
}

const changedMeanwhile = (): Refusal =>
  new Refusal(
    'changed',
    'settings-changed',
    'Somebody has changed the settings since you looked: read them again',
  )

/**
 * Changes the settings, the operators' switches among them, from what the caller has seen to what they want. What differs
 * stands in the audit table. Where nothing does, nothing is written.
 * @param seen the tag that came with what the caller has read
 * @throws Refusal `settings-changed`
 */
export const changeSettings = async (
  store: SettingsStore,
  { seen, settings }: { readonly seen: string; readonly settings: Settings },
  { caller, requestId, now }: { readonly caller: Caller; readonly requestId: string; readonly now: Date },
): Promise<StoredSettings> => {
  const before = await store.read()
  if (before.tag !== seen) throw changedMeanwhile()
  const changes = settingsChanges(before.settings, settings)
  if (changes.length === 0) return before
  const written = await store.replace(seen, settings, {
    subject: 'settings#engine',
    action: 'settings-changed',
    at: now,
    caller,
    requestId,
    details: { changes: told(changes) },
  })
  if (!written) throw changedMeanwhile()
  return store.read()
}
