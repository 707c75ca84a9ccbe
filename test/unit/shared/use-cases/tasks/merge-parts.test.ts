import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TaskListPart, TaskRow } from '#shared/ports/task-desk.ts'
import { mergeParts, type TaskCursor } from '#shared/use-cases/tasks/merge-parts.ts'

/** A part over rows in an order of its own, as an index has it: by deadline, and no more. */
const partOf = (name: string, rows: readonly TaskRow[]): TaskListPart => ({
  name,
  page: async (from, limit) => {
    if (from === undefined) return rows.slice(0, limit)
    const { due, after } = from
    if (after === 'from') return rows.filter((row) => row.due >= due).slice(0, limit)
    if (after === 'beyond') return rows.filter((row) => row.due > due).slice(0, limit)
    const place = rows.findIndex(
      ({ customerId, entry }) => customerId === after.customerId && entry === after.entry,
    )
    return rows.slice(place + 1).slice(0, limit)
  },
})

const dueAt = (minute: number): string => new Date(Date.UTC(2026, 2, 10, 9, minute)).toISOString()

const all = async (parts: readonly TaskListPart[], limit: number): Promise<TaskRow[]> => {
  const rows: TaskRow[] = []
  let cursor: TaskCursor | undefined
  do {
    const page = await mergeParts(parts, limit, cursor)
    expect(page.rows.length).toBeLessThanOrEqual(limit)
    rows.push(...page.rows)
    cursor = page.next
  } while (cursor !== undefined)
  return rows
}

describe('several lists as one', () => {
  it('gives each task once, the earliest deadline first, in pages of any size, however many are due at once', async () => {
    const minutes = fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 12 }), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(minutes, fc.integer({ min: 1, max: 7 }), async (lists, limit) => {
        const parts = lists.map((list, part) =>
          partOf(
            `part-${part}`,
            list
              .toSorted((one, other) => one - other)
              .map((minute, n) => ({ customerId: `C${part}`, entry: `E${n}`, due: dueAt(minute) })),
          ),
        )
        const rows = await all(parts, limit)
        expect(rows.map(({ due }) => due)).toEqual(rows.map(({ due }) => due).sort())
        const keys = rows.map(({ customerId, entry }) => `${customerId} ${entry}`)
        expect(new Set(keys).size).toBe(keys.length)
        expect(keys.length).toBe(lists.flat().length)
      }),
    )
  })

  it('has no next page where the last one is just full', async () => {
    const rows = [0, 1].map((minute, n) => ({ customerId: 'C', entry: `E${n}`, due: dueAt(minute) }))
    expect((await mergeParts([partOf('all', rows)], 2, undefined)).next).toBeUndefined()
    expect((await mergeParts([partOf('all', rows)], 1, undefined)).next).toBeDefined()
  })

  it('whose part has gone since loses nothing of the others', async () => {
    const rows = (name: string) =>
      [0, 0, 1].map((minute, n) => ({ customerId: name, entry: `E${n}`, due: dueAt(minute) }))
    const gone = { due: dueAt(0), part: 'gone', customerId: 'X', entry: 'E0' }
    const page = await mergeParts([partOf('left', rows('left'))], 10, gone)
    expect(page.rows).toHaveLength(3)
  })
})
