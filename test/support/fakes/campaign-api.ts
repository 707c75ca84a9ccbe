import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

interface Draft {
  content: Record<string, unknown>
  revision: number
  state: string
}

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly token: string | undefined
  readonly key: string | undefined
  readonly ifMatch: string | undefined
  readonly body: unknown
}

export interface CampaignApi {
  readonly url: string
  readonly drafts: Map<string, Draft>
  readonly seen: readonly SeenRequest[]
  /** Answers of any other path, one after the other; the last one again and again. */
  answer(path: string, ...answers: readonly { readonly status?: number; readonly body: unknown }[]): void
  /** Breaks the connection of so many requests before anything is answered. */
  breakConnections(count: number): void
  /** What lint has against the draft of a campaign. */
  problems(campaignId: string, ...problems: readonly object[]): void
  stop(): Promise<void>
}

const problem = (status: number, code: string, detail: string) => ({
  status,
  body: { type: `urn:bellwether:problem:${code}`, title: '', status, code, detail, requestId: 'R-1' },
})

/** The campaign routes of the API as the commands see them, over HTTP: revisions, states and refusals. */
export const startCampaignApi = async (): Promise<CampaignApi> => {
  const drafts = new Map<string, Draft>()
  const problems = new Map<string, readonly object[]>()
  const scripted = new Map<string, { status?: number; body: unknown }[]>()
  const live = new Set<string>()
  const seen: SeenRequest[] = []
  let toBreak = 0

  const draftOf = (id: string) => {
    const draft = drafts.get(id)
    if (!draft) return problem(404, 'no-such-campaign', 'There is no such campaign')
    const { content, revision, state } = draft
    return {
      status: 200,
      body: { campaignId: id, version: 1, content, revision, state },
      etag: `"${revision}"`,
    }
  }
  const change = (id: string, ifMatch: string | undefined, next: (draft: Draft) => Partial<Draft>) => {
    const draft = drafts.get(id)
    if (!draft) return problem(404, 'no-such-campaign', 'There is no such campaign')
    if (ifMatch !== `"${draft.revision}"`)
      return problem(412, 'campaign-changed', 'Somebody else was quicker')
    drafts.set(id, { ...draft, ...next(draft), revision: draft.revision + 1 })
    return draftOf(id)
  }
  const overviewOf = (campaignId: string) => ({
    campaignId,
    name: campaignId,
    draft: { state: drafts.get(campaignId)?.state, version: 1 },
    ...(live.has(campaignId) ? { live: { version: 1, status: 'live' } } : {}),
  })
  const create = (body: { content: { id: string } }) => {
    const { id } = body.content
    if (drafts.has(id)) return problem(409, 'campaign-exists', 'There is one already')
    drafts.set(id, { content: body.content, revision: 1, state: 'draft' })
    return { ...draftOf(id), status: 201 }
  }

  const route = ({
    method,
    path,
    ifMatch,
    body,
  }: SeenRequest): { status?: number; body: unknown; etag?: string } => {
    const script = scripted.get(`${method} ${path}`)
    if (script) return (script.length > 1 ? script.shift() : script[0]) ?? { body: {} }
    const [, named = '', rest = ''] = /^\/v1\/campaigns\/([^/?]+)\/?(.*)$/.exec(path) ?? []
    const id = decodeURIComponent(named)
    const given = body as { content: Draft['content'] & { id: string } }
    switch (`${method} ${id === '' ? path.replace(/\?.*/, '') : rest}`) {
      case 'GET /v1/campaigns':
        return {
          body: { items: [...drafts].map(([campaignId]) => overviewOf(campaignId)) },
        }
      case 'POST /v1/campaigns':
        return create(given)
      case 'GET draft':
        return draftOf(id)
      case 'GET draft/problems':
        return { body: { problems: problems.get(id) ?? [] } }
      case 'PUT draft':
        return change(id, ifMatch, () => ({ content: given.content, state: 'draft' }))
      case 'POST submit':
        return change(id, ifMatch, () => ({ state: 'submitted' }))
      case 'POST approve':
        return change(id, ifMatch, () => ({ state: 'approved' }))
      case 'POST go-live':
        live.add(id)
        return { body: {} }
      case 'GET ':
        return { body: overviewOf(id) }
      case 'GET versions/1':
        return { body: drafts.get(id)?.content }
      default:
        return problem(404, 'no-such-route', 'Nothing stands at this address')
    }
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const raw = await text(request)
    const header = (name: string): string | undefined => request.headers[name]?.toString()
    const asked: SeenRequest = {
      ...{ method: request.method ?? '', path: request.url ?? '', token: header('authorization') },
      ...{ key: header('idempotency-key'), ifMatch: header('if-match') },
      body: raw === '' ? undefined : JSON.parse(raw),
    }
    seen.push(asked)
    if (toBreak > 0) {
      toBreak--
      request.socket.destroy()
      return
    }
    const { status = 200, body, etag } = route(asked)
    response.writeHead(status, { 'content-type': 'application/json', ...(etag ? { etag } : {}) })
    response.end(JSON.stringify(body))
  }

  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    drafts,
    seen,
    answer: (path, ...answers) => void scripted.set(path, [...answers]),
    breakConnections: (count) => {
      toBreak = count
    },
    problems: (campaignId, ...all) => void problems.set(campaignId, all),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
