import fc from 'fast-check'
import { answerJudge } from '#test/support/api/answer-faults.ts'
import { readApiDocument } from '#test/support/api/document.ts'
import { differences, keepTables, lookAt } from '#test/support/api/kept-tables.ts'
import { createKnownThings } from '#test/support/api/known-things.ts'
import { plannedRequests, type RequestOptions } from '#test/support/api/request-arbitrary.ts'
import { requestOf, type SentRequest, send } from '#test/support/api/send-planned.ts'
import type { Engine } from '#test/support/local-cloud/engine.ts'

/** After so many requests everything is as it was at first: a run of any length stays in reach of its beginning. */
const ROUND = 250

export interface FuzzOptions extends Pick<RequestOptions, 'campaigns' | 'settings'> {
  readonly engine: Engine
  readonly requests: number
  readonly seed: number
  /** The token of somebody in these groups. */
  readonly tokenOf: (groups: readonly string[]) => Promise<string>
  /** What is known before any answer. */
  readonly known: Readonly<Record<string, readonly string[]>>
}

export interface FuzzReport {
  /** Each with the request that led to it. */
  readonly faults: readonly string[]
  /** How many requests came to each status. */
  readonly statuses: Readonly<Record<string, number>>
  /** How many requests of each operation were done (below 400), of how many. */
  readonly operations: Readonly<Record<string, { readonly sent: number; readonly done: number }>>
}

const described = (
  { method, url, headers, body }: SentRequest,
  groups: readonly string[] | undefined,
): string =>
  `${method} ${url} as ${groups ?? 'nobody'} ${JSON.stringify(headers)} ${body?.slice(0, 2_000) ?? ''}`

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Sends what fast-check makes up from the document, one after the other, and looks at answers and tables. */
export const fuzz = async (options: FuzzOptions): Promise<FuzzReport> => {
  const { engine, requests, seed, tokenOf } = options
  const document = readApiDocument()
  const judge = answerJudge(document)
  const putBack = await keepTables(engine)
  const faults: string[] = []
  const statuses: Record<string, number> = {}
  const operations: Record<string, { sent: number; done: number }> = {}
  for (let round = 0; round * ROUND < requests && faults.length < 20; round++) {
    const known = createKnownThings()
    for (const [name, values] of Object.entries(options.known)) known.know(name, values)
    const numRuns = Math.min(ROUND, requests - round * ROUND)
    let before = await lookAt(engine)
    for (const plan of fc.sample(plannedRequests({ ...options, document }), {
      numRuns,
      seed: seed + round,
    })) {
      const request = requestOf(plan, known)
      const token = plan.groups && (await tokenOf(plan.groups))
      const answer = await send(String(engine.cloud.outputs.ApiUrl), request, token)
      const fault = judge(plan.operation, answer)
      if (fault !== undefined)
        faults.push(
          `${fault}: ${described(request, plan.groups)} → ${answer.status} ${answer.text.slice(0, 500)}`,
        )
      if (answer.status < 400) {
        known.learn(request.path, answer.etag, parsed(answer.text))
        if (request.method !== 'GET') await engine.cloud.settled()
      }
      if (request.method !== 'GET') {
        const after = await lookAt(engine)
        const changed = answer.status >= 400 ? differences(before, after) : []
        if (changed.length > 0)
          faults.push(
            `changed ${changed.join(', ')}: ${described(request, plan.groups)} → ${answer.status} ${answer.text.slice(0, 300)}`,
          )
        before = after
      }
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
      const { sent, done } = operations[plan.operation.operationId] ?? { sent: 0, done: 0 }
      operations[plan.operation.operationId] = { sent: sent + 1, done: answer.status < 400 ? done + 1 : done }
    }
    await engine.cloud.settled()
    await putBack()
  }
  return { faults, statuses, operations }
}
