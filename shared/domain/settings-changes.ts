import type { Settings } from '#shared/domain/settings.ts'

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
