import { shuffle } from '#test/faults/load/shuffle.ts'
import { enqueue } from '#test/faults/load/store.ts'
import type { Scenario, Stage } from '#test/faults/scenario.ts'

/** Beside the one that is on its queue already, each message comes so many times more at most. */
const MOST_AGAIN = 2

const play = async ({ cloud, messages, random, untilQuiet }: Stage) => {
  const queued = messages.filter(({ state }) => state === 'queued')
  const again = queued.flatMap(
    (message) => Array(Math.floor(random() * (MOST_AGAIN + 1))).fill(message) as typeof queued,
  )
  const mixed = shuffle(again, random)
  const half = Math.floor(mixed.length / 2)
  await enqueue(cloud.connection, mixed.slice(0, half))
  await cloud.startWorker()
  await enqueue(cloud.connection, mixed.slice(half))
  await cloud.tick()
  await untilQuiet()
  return { duplicates: mixed.length }
}

export const duplicates: Scenario = {
  name: 'duplicates',
  title: 'duplicate and reordered deliveries',
  leavesDoubt: false,
  play,
  expects: (_, { duplicates: sent = 0 }, { messages }) => [
    { says: 'most messages came more than once', holds: sent > messages / 2 },
  ],
}
