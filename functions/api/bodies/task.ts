import * as z from 'zod/mini'
import type { TaskEntry } from '#shared/domain/message/journal-entry.ts'
import { taskStateSchema } from '#shared/domain/task/lifecycle.ts'
import { taskOutcomeSchema } from '#shared/domain/task/outcome.ts'
import { taskIdOf } from '#shared/domain/task/task-id.ts'
import { signalTypeSchema } from '#shared/domain/vocabulary.ts'

const texts = z.record(z.string(), z.string())

/** A task as those see it who work on it: pseudonyms, codes and the campaign's own texts. */
export const taskSchema = z.strictObject({
  taskId: z.string(),
  customerId: z.string(),
  campaignId: z.string(),
  campaignVersion: z.int(),
  signal: signalTypeSchema,
  title: texts,
  reason: z.optional(texts),
  handedOver: z.optional(z.string()),
  state: taskStateSchema,
  assignee: z.optional(z.string()),
  branchId: z.optional(z.string()),
  escalatedTo: z.optional(z.string()),
  outcome: z.optional(taskOutcomeSchema),
  reference: z.optional(z.string()),
  decidedAt: z.string(),
  dueAt: z.string(),
  history: z.array(z.strictObject({ state: taskStateSchema, at: z.string(), note: z.optional(z.string()) })),
})

export const taskBody = (task: TaskEntry) => {
  const { customerId, campaignId, campaignVersion, signal, title, reason, handedOver, state } = task
  const { assignee, branchId, escalatedTo, outcome, reference, decidedAt, dueAt, history } = task
  return {
    ...{ taskId: taskIdOf(task), customerId, campaignId, campaignVersion, signal: signal.type, title },
    ...{ reason, handedOver, state, assignee, branchId, escalatedTo, outcome, reference, decidedAt, dueAt },
    history,
  }
}
