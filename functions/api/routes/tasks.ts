import * as z from 'zod/mini'
import { taskBody, taskSchema } from '#functions/api/bodies/task.ts'
import { pageSchema } from '#functions/api/http/paging.ts'
import { defineRoute, type RequestContext, routesOf } from '#functions/api/http/route.ts'
import { taskOutcomeSchema, taskReferenceSchema } from '#shared/domain/task/outcome.ts'
import { completeTask } from '#shared/use-cases/tasks/complete-task.ts'
import { type ListTasksDependencies, listTasks } from '#shared/use-cases/tasks/list-tasks.ts'
import { taskCursorSchema } from '#shared/use-cases/tasks/merge-parts.ts'
import { takeTask } from '#shared/use-cases/tasks/take-task.ts'
import type { WorkOnTaskDependencies } from '#shared/use-cases/tasks/work-on-task.ts'

export interface TaskDependencies {
  readonly tasks: ListTasksDependencies & WorkOnTaskDependencies
}

const params = z.object({ taskId: z.string().check(z.minLength(1), z.maxLength(2_000)) })

const requestOf = ({ taskId }: z.infer<typeof params>, { caller, requestId, now }: RequestContext) => ({
  taskId,
  caller,
  requestId,
  now,
})

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const list = defineRoute({
  method: 'get',
  path: '/v1/tasks',
  operationId: 'listTasks',
  tag: 'tasks',
  summary: 'The tasks that wait for the caller, the earliest deadline first',
  description:
    'A manager’s own and what nobody of the branch has; to the head of a branch all of it; to compliance everybody’s. A page may be short, or empty, and yet not be the last.',
  roles: ['relationship-manager', 'compliance'],
  request: {
    query: z.strictObject({ state: z.optional(z.enum(['open', 'taken', 'escalated'])) }),
    paged: true,
  },
  responses: { 200: { description: 'A page of tasks', schema: pageSchema(taskSchema) } },
  handle: async ({ caller, query: { state }, page: { limit, after } }, { tasks }: TaskDependencies) => {
    const cursor = after === undefined ? undefined : z.safeParse(taskCursorSchema, jsonOf(after)).data
    const page = await listTasks(tasks)({ caller, state, limit, cursor })
    return {
      status: 200,
      body: { items: page.tasks.map(taskBody), next: page.next && JSON.stringify(page.next) },
    }
  },
})

const take = defineRoute({
  method: 'post',
  path: '/v1/tasks/{taskId}/take',
  operationId: 'takeTask',
  tag: 'tasks',
  summary: 'Take on a task: an unassigned one of the branch, one’s own, or as its head anybody’s',
  roles: ['relationship-manager'],
  request: { params },
  responses: {
    200: { description: 'The task, which is now the caller’s', schema: taskSchema },
    404: 'no-such-task: there is none, or none of the caller’s branch',
    409: 'task-of-another, task-done, task-changing',
  },
  handle: async (input, { tasks }: TaskDependencies) => ({
    status: 200,
    body: taskBody(await takeTask(tasks)(requestOf(input.params, input))),
  }),
})

const complete = defineRoute({
  method: 'post',
  path: '/v1/tasks/{taskId}/complete',
  operationId: 'completeTask',
  tag: 'tasks',
  summary: 'End a task with what came of it',
  description:
    'What was said stands in the bank’s own systems, and `reference` names the record there; free text is not taken, because it would hold personal data.',
  roles: ['relationship-manager'],
  request: {
    params,
    body: z.strictObject({ outcome: taskOutcomeSchema, reference: z.optional(taskReferenceSchema) }),
  },
  responses: {
    200: { description: 'The task, done', schema: taskSchema },
    404: 'no-such-task: there is none, or none of the caller’s branch',
    409: 'task-of-another, task-of-nobody, task-done, task-changing',
  },
  handle: async (input, { tasks }: TaskDependencies) => ({
    status: 200,
    body: taskBody(await completeTask(tasks)({ ...requestOf(input.params, input), ...input.body })),
  }),
})

export const taskRoutes = routesOf<TaskDependencies>([list, take, complete])
