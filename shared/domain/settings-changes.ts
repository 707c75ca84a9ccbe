import { operationSchema, type Settings } from '#shared/domain/settings.ts'
import { type Purpose, purposeSchema } from '#shared/domain/vocabulary.ts'

/** Values by their path, with dots: what is neither a group nor a list, and groups and lists that are empty. */
const leavesOf = (value: unknown, path: readonly string[] = []): [path: string, value: string][] => {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  if (entries.length === 0) return [[path.join('.'), JSON.stringify(value) ?? 'nothing']]
  return entries.flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
}

/** What differs between two states of the settings, a line a value: `caps.marketing.perDay: 1 → 2`, by path. */
export const settingsChanges = (before: Settings, after: Settings): readonly string[] => {
  const old = new Map(leavesOf(before))
  const now = new Map(leavesOf(after))
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .sort()
    .map((path) => `${path}: ${old.get(path) ?? 'nothing'} → ${now.get(path) ?? 'nothing'}`)
}

type Switches = Settings['operations']

const SWITCH = /^operations\.(\w+): "(\w+)" → "(\w+)"$/

/** Whether a line of `settingsChanges` is about one of the operators' switches. */
export const isOfSwitch = (change: string): boolean => SWITCH.test(change)

/** The switches that were moved. */
export interface SwitchesMoved {
  readonly before: Partial<Switches>
  readonly after: Partial<Switches>
}

/** What lines of `settingsChanges` tell of the operators' switches; undefined where none was moved. */
export const switchesMoved = (changes: readonly string[]): SwitchesMoved | undefined => {
  const before: Partial<Record<Purpose, Switches[Purpose]>> = {}
  const after: Partial<Record<Purpose, Switches[Purpose]>> = {}
  for (const change of changes) {
    const [, name, from, to] = SWITCH.exec(change) ?? []
    const purpose = purposeSchema.safeParse(name)
    const [was, is] = [operationSchema.safeParse(from), operationSchema.safeParse(to)]
    if (!purpose.success || !was.success || !is.success) continue
    before[purpose.data] = was.data
    after[purpose.data] = is.data
  }
  return Object.keys(after).length === 0 ? undefined : { before, after }
}
