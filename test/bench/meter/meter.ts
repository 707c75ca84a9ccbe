import { Agent, request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import {
  type LoopbackAnswer,
  type LoopbackRequest,
  startLoopbackServer,
} from '#infra/local/loopback-server.ts'
import { type Counted, Counts } from '#test/bench/meter/counts.ts'

/** A loopback address that counts what goes through it. */
export interface Meter {
  readonly url: string
  /** What was counted since the last call. */
  take(): Counted
  stop(): Promise<void>
}

export interface MeterOptions {
  /** Where it all goes. */
  readonly target: string
  /** What an answer takes at least, in milliseconds @default as long as the target takes */
  readonly latency?: number
  /** What a request waits before the target sees it: where what follows from it may not be faster than its answer. */
  readonly wayThere?: number
}

const hopByHop = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive'])

const forward = (
  target: URL,
  agent: Agent,
  { method, path, headers, body }: LoopbackRequest,
): Promise<LoopbackAnswer> =>
  new Promise((resolve, reject) => {
    const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)))
    const options = { host: target.hostname, port: target.port, method, path, agent }
    const outgoing = request(
      { ...options, headers: { ...kept, host: target.host, 'content-length': Buffer.byteLength(body) } },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject)
        incoming.on('end', () => {
          const answered = Object.entries(incoming.headers).flatMap(([name, value]) =>
            hopByHop.has(name) || value === undefined ? [] : [[name, String(value)] as const],
          )
          const { statusCode: status = 500 } = incoming
          resolve({ status, headers: Object.fromEntries(answered), body: Buffer.concat(chunks) })
        })
      },
    )
    outgoing.on('error', reject).end(body)
  })

/**
 * Asks DynamoDB for its ConsumedCapacity in every request, so that the units are the service's own, whoever asks and
 * whether they wanted to know or not.
 */
const asksForUnits = (given: LoopbackRequest): LoopbackRequest => {
  if (!given.headers['x-amz-target']?.toString().startsWith('DynamoDB_2012')) return given
  const body = JSON.stringify({ ...JSON.parse(given.body), ReturnConsumedCapacity: 'TOTAL' })
  return { ...given, body }
}

/** Stands between SDK clients and one endpoint of a local cloud: DynamoDB, SQS, EventBridge or the providers. */
export const startMeter = async ({ target, latency = 0, wayThere = 0 }: MeterOptions): Promise<Meter> => {
  const url = new URL(target)
  const agent = new Agent({ keepAlive: true })
  let counts = new Counts()
  const server = await startLoopbackServer(async (given) => {
    const asked = asksForUnits(given)
    if (wayThere > 0) await delay(wayThere)
    const [answer] = await Promise.all([forward(url, agent, asked), latency > 0 && delay(latency)])
    counts.add(asked, answer)
    return answer
  })
  return {
    url: server.url,
    take: () => {
      const taken = counts.counted()
      counts = new Counts()
      return taken
    },
    stop: async () => {
      await server.stop()
      agent.destroy()
    },
  }
}
