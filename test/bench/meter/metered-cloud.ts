import { type Meter, startMeter } from '#test/bench/meter/meter.ts'
import { FaultyCloud, type FaultyCloudOptions } from '#test/faults/processes/faulty-cloud.ts'

/** By the endpoint that each of them stands before; functions reach all providers at one. */
export type Meters = Readonly<Record<'dynamodb' | 'sqs' | 'eventBridge' | 'providers', Meter>>

/** What AWS takes to answer within one region, in milliseconds; assumed, and the same for every design. */
export const AWS_LATENCY = { dynamodb: 4, sqs: 6, eventBridge: 10, providers: 40 } as const

export interface MeteredCloud {
  /** Stores, queues, bus and providers in one process, functions in another; the worker is not yet started. */
  readonly cloud: FaultyCloud
  readonly meters: Meters
  stop(): Promise<void>
}

type Options = Omit<FaultyCloudOptions, 'between'> & {
  /** What answers take at least, in milliseconds @default as long as the local cloud takes */
  readonly latency?: Readonly<Record<keyof Meters, number>>
}

/** The same endpoints, each behind its meter. */
const through = (meters: Meters, endpoints: FaultyCloud['endpoints']): FaultyCloud['endpoints'] => {
  const providers = meters.providers.url
  return {
    ...endpoints,
    dynamodb: meters.dynamodb.url,
    sqs: meters.sqs.url,
    eventBridge: meters.eventBridge.url,
    ses: providers,
    sms: providers,
    gateway: endpoints.gateway.replace(endpoints.ses, providers),
  }
}

/**
 * A local cloud whose functions call everything through meters. Publish through `meters.eventBridge.url` to have the
 * bus counted, too.
 */
export const startMeteredCloud = async ({ latency, ...options }: Options): Promise<MeteredCloud> => {
  const meters = Promise.withResolvers<Meters>()
  const cloud = await FaultyCloud.start({
    ...options,
    between: async (endpoints) => through(await meters.promise, endpoints),
  })
  const meter = (name: keyof Meters, target: string): Promise<Meter> =>
    startMeter({ target, latency: latency?.[name] ?? 0 })
  const started: Meters = {
    dynamodb: await meter('dynamodb', cloud.endpoints.dynamodb),
    sqs: await meter('sqs', cloud.endpoints.sqs),
    eventBridge: await meter('eventBridge', cloud.endpoints.eventBridge),
    // Providers say what became of a message long after they took it, and so not before their answer.
    providers: await startMeter({ target: cloud.endpoints.ses, wayThere: latency?.providers ?? 0 }),
  }
  meters.resolve(started)
  return {
    cloud,
    meters: started,
    stop: async () => {
      await cloud.stop()
      await Promise.all(Object.values(started).map((each) => each.stop()))
    },
  }
}
