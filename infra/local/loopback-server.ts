import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'

export interface LoopbackRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface LoopbackAnswer {
  readonly status: number
  readonly body: string | Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

/** `drop` cuts the connection instead of answering: what a caller sees as a time-out, its request taken or not. */
export type LoopbackHandler = (request: LoopbackRequest) => Promise<LoopbackAnswer | 'drop'>

export interface LoopbackServer {
  readonly url: string
  stop(): Promise<void>
}

/** An error as AWS services answer it: `code` is the `__type` the SDKs make an exception of. */
export class AwsError extends Error {
  override readonly name = 'AwsError'
  readonly code: string
  readonly status: number
  constructor(code: string, message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}

export const jsonAnswer = (
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): LoopbackAnswer => ({
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
})

/** Parses a request body; throws the AwsError that AWS answers to one that is not JSON. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body === '' ? '{}' : body)
  } catch {
    throw new AwsError('SerializationException', 'The request body is not JSON.')
  }
}

/**
 * Serves HTTP on 127.0.0.1, on a free port unless one is given. An AwsError thrown by the handler is answered in the
 * way of both AWS JSON and REST JSON, any other error as an InternalFailure.
 */
export async function startLoopbackServer(handle: LoopbackHandler, port = 0): Promise<LoopbackServer> {
  const server = createServer((request, response) => void respond(handle, request, response))
  // Longer than any client keeps idle connections, else a request meets a connection just being closed.
  server.keepAliveTimeout = 120_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${address.port}`, stop }
}

async function respond(
  handle: LoopbackHandler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = await answerTo(handle, request)
  if (answer === 'drop') request.socket.destroy()
  else response.writeHead(answer.status, answer.headers).end(answer.body)
}

async function answerTo(handle: LoopbackHandler, request: IncomingMessage): Promise<LoopbackAnswer | 'drop'> {
  try {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = 'GET', url = '/', headers } = request
    return await handle({ method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') })
  } catch (error) {
    const known = error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500)
    const body = { __type: known.code, message: known.message }
    return jsonAnswer(known.status, body, { 'x-amzn-errortype': known.code })
  }
}
