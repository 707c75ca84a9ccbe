import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface QuotingSes {
  readonly url: string
  /** Where everything is passed on to that is not refused. */
  passOnTo(upstream: string): void
  readonly stop: () => Promise<void>
}

/** SES as it may be at its most talkative: refuses what holds a word, and quotes the whole request when it does. */
export const startQuotingSes = async (refusedWord: string): Promise<QuotingSes> => {
  let upstream = ''
  const passOn = async (path: string, body: string, response: ServerResponse) => {
    try {
      const answer = await fetch(`${upstream}${path}`, { method: 'POST', body })
      const type = answer.headers.get('x-amzn-errortype')
      response.writeHead(answer.status, type ? { 'x-amzn-errortype': type } : {}).end(await answer.text())
    } catch {
      // Where the double gives no answer, this gives none.
      response.destroy()
    }
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request)
    if (!body.includes(refusedWord)) return passOn(request.url ?? '/', body, response)
    response
      .writeHead(400, { 'x-amzn-errortype': 'MessageRejected' })
      .end(JSON.stringify({ message: `Email address is not verified: ${body}` }))
  }
  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passOnTo: (url) => {
      upstream = url
    },
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
