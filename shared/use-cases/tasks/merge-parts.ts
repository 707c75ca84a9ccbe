import * as z from 'zod/mini'
import type { TaskListPart, TaskPosition, TaskRow } from '#shared/ports/task-desk.ts'

const text = z.string().check(z.minLength(1))

/** The last task that a merged list has shown, and the part that it stood in. */
export const taskCursorSchema = z.strictObject({
  due: z.iso.datetime({ precision: 3 }),
  part: text,
  customerId: text,
  entry: text,
})
export type TaskCursor = z.infer<typeof taskCursorSchema>

/**
 * What is due at the same time comes part by part. So the parts before the cursor's have shown all that is due just then,
 * those after it nothing.
 */
const positionIn = (place: number, cursor: TaskCursor, cursorPlace: number): TaskPosition => {
  const { due, customerId, entry } = cursor
  if (place === cursorPlace) return { due, after: { customerId, entry } }
  return { due, after: place < cursorPlace ? 'beyond' : 'from' }
}

interface Placed extends TaskRow {
  readonly part: string
}

/**
 * One page of several parts that are each in the order of their deadlines, in that order together.
 * @param parts in the same order for every page
 * @returns undefined as `next` where that was the last page
 */
export const mergeParts = async (
  parts: readonly TaskListPart[],
  limit: number,
  cursor: TaskCursor | undefined,
): Promise<{ readonly rows: readonly TaskRow[]; readonly next: TaskCursor | undefined }> => {
  // -1 where the part has gone since: then what is due just then comes once more, rather than never.
  const cursorPlace = parts.findIndex(({ name }) => name === cursor?.part)
  const found = await Promise.all(
    parts.map(async (part, place): Promise<Placed[]> => {
      const rows = await part.page(cursor && positionIn(place, cursor, cursorPlace), limit + 1)
      return rows.map((row) => ({ ...row, part: part.name }))
    }),
  )
  // The sort is stable: what is due at the same time stays in the order of the parts, and of each part.
  const all = found.flat().sort((left, right) => (left.due < right.due ? -1 : left.due > right.due ? 1 : 0))
  const rows = all.slice(0, limit)
  const last = rows.at(-1)
  const next = last && { due: last.due, part: last.part, customerId: last.customerId, entry: last.entry }
  return { rows, next: all.length > limit ? next : undefined }
}
