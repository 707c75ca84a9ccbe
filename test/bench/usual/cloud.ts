import { mkdirSync } from 'node:fs'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { localArn } from '#infra/local/account.ts'
import { localClientConfig } from '#infra/local/clients.ts'
import { startDynamoDb } from '#infra/local/dynamodb.ts'
import { startEventBridgeEndpoint } from '#infra/local/event-bridge-endpoint.ts'
import { createEventBus, type EventBus } from '#infra/local/event-bus.ts'
import { compileEventPattern } from '#infra/local/event-pattern.ts'
import type { LocalFunction } from '#infra/local/lambda.ts'
import { type Providers, startProviders } from '#infra/local/providers/providers.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { type Meter, startMeter } from '#test/bench/meter/meter.ts'
import type { Meters } from '#test/bench/meter/metered-cloud.ts'
import { type AsyncInvocations, createAsyncInvocations } from '#test/bench/usual/async-invocations.ts'
import { deployUsual } from '#test/bench/usual/deployed-function.ts'
import type { Decides } from '#test/bench/usual/function/env.ts'
import { createUsualTables } from '#test/bench/usual/tables.ts'

export const BUS_NAME = 'usual-bus'

export interface UsualCloudOptions {
  readonly directory: string
  readonly settings: Settings
  readonly decides: Decides
  /** What answers take at least, in milliseconds @default as long as the local cloud takes */
  readonly latency?: Readonly<Record<keyof Meters, number>>
}

/** The usual design on loopback: bus, rule, function, tables and SES, each called through a meter. */
export interface UsualCloud {
  readonly meters: Omit<Meters, 'sqs'>
  /** Past the meter: for what is there before a run, and to look at what came of it. */
  readonly documentClient: DynamoDBDocumentClient
  readonly lambda: LocalFunction
  readonly invocations: AsyncInvocations
  readonly providers: Pick<Providers, 'calls'>
  stop(): Promise<void>
}

type OnStop = (action: () => unknown) => void

/** One rule, for every event of the bank, whose target is the function itself. */
const busOf = ({ definition: { arn } }: LocalFunction, { take }: AsyncInvocations): EventBus =>
  createEventBus({
    buses: [BUS_NAME],
    rules: [
      {
        name: 'usual-rule',
        arn: localArn('events', `rule/${BUS_NAME}/usual-rule`),
        busName: BUS_NAME,
        matches: compileEventPattern({ source: [{ prefix: 'bank.' }] }),
        targets: [{ arn, id: 'function' }],
      },
    ],
    deliver: async (_target, bodies) => take(bodies),
  })

const startTables = async (directory: string, onStop: OnStop) => {
  const database = await startDynamoDb(directory)
  onStop(database.stop)
  const client = new DynamoDBClient(localClientConfig(database.url))
  onStop(() => client.destroy())
  await createUsualTables(client)
  return { url: database.url, documentClient: DynamoDBDocumentClient.from(client) }
}

/** Without a configuration set SES says nothing of what becomes of an email. */
const startSes = async (directory: string, onStop: OnStop): Promise<Providers> => {
  const silent = { secrets: {}, gatewaySecret: 'none', publishFeedback: async () => {} }
  const providers = await startProviders({ dataDirectory: directory, ...silent })
  onStop(providers.stop)
  return providers
}

const assemble = async (
  { directory, settings, decides, latency }: UsualCloudOptions,
  onStop: OnStop,
): Promise<Omit<UsualCloud, 'stop'>> => {
  mkdirSync(directory, { recursive: true })
  const meterOf = async (name: keyof UsualCloud['meters'], target: string): Promise<Meter> => {
    const meter = await startMeter({ target, latency: latency?.[name] ?? 0 })
    onStop(meter.stop)
    return meter
  }
  const tables = await startTables(directory, onStop)
  const ses = await startSes(directory, onStop)
  const dynamodb = await meterOf('dynamodb', tables.url)
  const providers = await meterOf('providers', ses.url)
  const urls = { dynamodbUrl: dynamodb.url, providersUrl: providers.url }
  const lambda = await deployUsual({ directory, settings, decides, ...urls })
  onStop(() => lambda.stop())
  const invocations = createAsyncInvocations(lambda)
  const endpoint = await startEventBridgeEndpoint(busOf(lambda, invocations))
  onStop(endpoint.stop)
  const eventBridge = await meterOf('eventBridge', endpoint.url)
  const { documentClient } = tables
  return { meters: { dynamodb, providers, eventBridge }, documentClient, lambda, invocations, providers: ses }
}

/** Starts it with empty tables. A failed start leaves nothing running. */
export const startUsualCloud = async (options: UsualCloudOptions): Promise<UsualCloud> => {
  const stops: (() => unknown)[] = []
  const stop = async (): Promise<void> => {
    for (let next = stops.pop(); next !== undefined; next = stops.pop()) await next()
  }
  try {
    return { ...(await assemble(options, (action) => void stops.push(action))), stop }
  } catch (error) {
    await stop()
    throw error
  }
}
