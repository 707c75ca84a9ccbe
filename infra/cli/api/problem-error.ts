import * as z from 'zod/mini'

const problemSchema = z.object({
  code: z.string(),
  detail: z.string(),
  requestId: z.optional(z.string()),
  problems: z.optional(z.array(z.object({ path: z.string(), code: z.string(), message: z.string() }))),
})

/** One thing that is wrong with what was sent. */
export interface PathProblem {
  readonly path: string
  readonly code: string
  readonly message: string
}

/** What to do next, by the problem's code. */
const NEXT: Readonly<Record<string, string>> = {
  'no-token':
    'set BELLWETHER_TOKEN to a token that has not ended, or leave it out to use a running npm start',
  'not-your-role': 'use a token of somebody who may, or --as ROLE on the local cloud',
  'own-campaign': 'ask somebody else to approve it; on the local cloud: --as approver:NAME',
  'campaign-changed': 'look at it again (npm run bellwether -- status), then repeat the command',
  lint: 'npm run bellwether -- lint FILE says where; repair it and push again',
  'wrong-state': 'npm run bellwether -- status shows the state that it is in',
  'nothing-approved': 'it is submitted and approved first: npm run bellwether -- submit ID, approve ID',
}

/** An answer of the API that refuses a request (RFC 9457), or that is none of the API's. */
export class ApiProblemError extends Error {
  override readonly name = 'ApiProblemError'
  readonly status: number
  readonly code: string
  readonly problems: readonly PathProblem[]

  /** @param text the answer's body, of any form */
  constructor(status: number, text: string, request: string) {
    const { data } = z.safeParse(problemSchema, jsonOf(text))
    const { code = `http-${status}`, detail = 'the answer is none of this API', problems = [] } = data ?? {}
    const next = NEXT[code]
    super(
      [
        `${request}: ${status} ${code}: ${detail}`,
        ...problems.map(({ path, message }) => `  ${path === '' ? '(the whole)' : path}: ${message}`),
        ...(next === undefined ? [] : [`→ ${next}`]),
        ...(status >= 500 && data?.requestId ? [`→ tell those who run it: request ${data.requestId}`] : []),
      ].join('\n'),
    )
    this.status = status
    this.code = code
    this.problems = problems
  }
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
