/** Key of a task in the journal. */
export interface TaskKey {
  readonly customerId: string
  readonly entry: string
}

/** No identifier of the bank holds it (events/values.ts). */
const BETWEEN = '\n'

/** As `taskEntry` of shared/tables/journal.ts writes it. */
const TASK_ENTRY = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#task#[^\n]+$/

/** Far beyond what keys can be; nothing longer is decoded. */
const LONGEST = 2_000

/** A task's key as one word for URLs: opaque to its readers, who must not put one together themselves. */
export const taskIdOf = ({ customerId, entry }: TaskKey): string =>
  Buffer.from(`${customerId}${BETWEEN}${entry}`, 'utf8').toString('base64url')

/** @returns undefined where the text is no task's id, in exactly the form that `taskIdOf` writes */
export const taskKeyOf = (taskId: string): TaskKey | undefined => {
  if (taskId.length > LONGEST) return undefined
  const text = Buffer.from(taskId, 'base64url').toString('utf8')
  const [customerId = '', entry = ''] = text.split(BETWEEN)
  if (customerId === '' || !TASK_ENTRY.test(entry)) return undefined
  return taskIdOf({ customerId, entry }) === taskId ? { customerId, entry } : undefined
}
