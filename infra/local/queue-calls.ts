import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'
import type {
  DeleteMessageBatchRequest,
  DeleteMessageBatchResult,
  ReceiveMessageRequest,
  ReceiveMessageResult,
  SendMessageBatchRequest,
  SendMessageBatchResult,
} from '@aws-sdk/client-sqs'

/** What the local cloud's own parts ask of queues, as SQS's JSON protocol has it: binary values are Base64 text. */
export interface QueueCalls {
  receive(input: ReceiveMessageRequest): Promise<ReceiveMessageResult>
  send(input: SendMessageBatchRequest): Promise<SendMessageBatchResult>
  remove(input: DeleteMessageBatchRequest): Promise<DeleteMessageBatchResult>
}

const textOf = async (answer: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** A connection that was kept may be closed by the other side just when it is used; asking twice does no harm here. */
const isStale = (sent: ClientRequest, { code }: NodeJS.ErrnoException): boolean =>
  sent.reusedSocket && code === 'ECONNRESET'

/**
 * Queues behind an endpoint that looks at no signature, as fauxqs. An SDK client would take twice the time: it signs,
 * checks and turns every request over, which nobody needs between two parts of one local cloud.
 */
export const queueCallsTo = (endpoint: string): QueueCalls => {
  const { hostname, port } = new URL(endpoint)
  const agent = new Agent({ keepAlive: true })
  const post = (operation: string, body: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/x-amz-json-1.0',
        'content-length': Buffer.byteLength(body),
        'x-amz-target': `AmazonSQS.${operation}`,
      }
      const sent = request({ hostname, port, method: 'POST', path: '/', headers, agent }, resolve)
      sent.on('error', (error) => (isStale(sent, error) ? resolve(post(operation, body)) : reject(error)))
      sent.end(body)
    })
  const call = async <Result>(operation: string, input: object): Promise<Result> => {
    const answer = await post(operation, JSON.stringify(input))
    const text = await textOf(answer)
    if (answer.statusCode === 200) return JSON.parse(text)
    throw new Error(`${operation}: ${answer.statusCode} ${text}`)
  }
  return {
    receive: (input) => call('ReceiveMessage', input),
    send: (input) => call('SendMessageBatch', input),
    remove: (input) => call('DeleteMessageBatch', input),
  }
}
