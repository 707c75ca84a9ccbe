import { cpSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { seededRandom } from '#infra/local/seeded-random.ts'
import { settingsWith } from '#test/faults/load/campaigns.ts'
import { type LoadedMessage, messagesOf } from '#test/faults/load/messages.ts'
import { shuffle } from '#test/faults/load/shuffle.ts'
import { enqueue, storeLoad } from '#test/faults/load/store.ts'
import { FaultyCloud, type FaultyCloudOptions } from '#test/faults/processes/faulty-cloud.ts'
import type { FaultOptions, Scenario } from '#test/faults/scenario.ts'

/** The highest limit that settings take: no scenario but the measured one waits for its pace. */
const UNLIMITED = 10_000

/** Instead of the template's minutes, so that what was in hand at a kill comes back soon. */
const VISIBILITY_SECONDS = 2

/**
 * A killed worker holds no more than two environments of Lambda would, two batches of ten over five queues. With more, a
 * hundred kills within five thousand messages would use up the receives of many that were only waiting in its hands.
 */
const LIMITS = { batchSize: 4, concurrency: 1 }

/** Data of a cloud whose queues are full: made once, copied for every scenario that starts from the same. */
export interface Warehouse {
  readonly open: (scenario: Scenario) => Promise<{
    readonly cloud: FaultyCloud
    readonly messages: readonly LoadedMessage[]
    readonly close: () => Promise<void>
  }>
}

const fill = async (
  cloudOptions: FaultyCloudOptions,
  options: FaultOptions,
  perSecond: number,
): Promise<readonly LoadedMessage[]> => {
  const cloud = await FaultyCloud.start(cloudOptions)
  const messages = shuffle(messagesOf(options.messages, cloud.now()), seededRandom(options.seed))
  await storeLoad(cloud.connection, settingsWith(perSecond), messages)
  await enqueue(
    cloud.connection,
    messages.filter(({ state }) => state === 'queued'),
  )
  await cloud.stop()
  return messages
}

/** @param directory for the data, of which nothing is left after `close` but the stock itself */
export const createWarehouse = (directory: string, assembly: string, options: FaultOptions): Warehouse => {
  const stock = new Map<string, Promise<readonly LoadedMessage[]>>()
  return {
    open: async ({ name, visibility, perSecond: wanted }) => {
      const perSecond = wanted?.(options) ?? UNLIMITED
      const cloudOptions = {
        assembly,
        ...(visibility === 'template'
          ? {}
          : { visibilityTimeoutSeconds: VISIBILITY_SECONDS, limits: LIMITS }),
      }
      const kind = `stock-${perSecond}-${visibility ?? VISIBILITY_SECONDS}`
      const source = path.join(directory, kind)
      const filling = stock.get(kind) ?? fill({ ...cloudOptions, dataDirectory: source }, options, perSecond)
      stock.set(kind, filling)
      const messages = await filling
      const dataDirectory = path.join(directory, name)
      mkdirSync(dataDirectory, { recursive: true })
      cpSync(source, dataDirectory, { recursive: true })
      const cloud = await FaultyCloud.start({ ...cloudOptions, dataDirectory })
      const close = async (): Promise<void> => {
        await cloud.killEverything()
        rmSync(dataDirectory, { recursive: true, force: true })
      }
      return { cloud, messages, close }
    },
  }
}
