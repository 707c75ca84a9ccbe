import { total } from '#test/faults/judge.ts'
import { shuffle } from '#test/faults/load/shuffle.ts'
import { enqueue } from '#test/faults/load/store.ts'
import type { Scenario, Stage } from '#test/faults/scenario.ts'

const SHARE = 0.05

/** Of those, how many the providers never mention again: nobody can know that they were accepted. */
const SILENT = 0.5

const play = async ({ cloud, messages, options, random, untilQuiet }: Stage) => {
  await cloud.setFaults({ mode: 'timeout-after-accept', share: SHARE, silent: SILENT, seed: options.seed })
  await cloud.startWorker()
  // Of each message a second record: two that meet in doubt must not both end it.
  const queued = messages.filter(({ state }) => state === 'queued')
  await enqueue(cloud.connection, shuffle(queued, random))
  await cloud.tick()
  await untilQuiet()
  return {}
}

export const timeouts: Scenario = {
  name: 'timeouts',
  title: '5 % time out after acceptance',
  leavesDoubt: true,
  play,
  expects: ({ accepted, unanswered, serviceTwice, endedOtherwise }) => [
    { says: 'some stayed in doubt', holds: serviceTwice + total(endedOtherwise) > 0 },
    { says: 'about 5 % were not answered', holds: Math.abs(unanswered / accepted - SHARE) < 0.03 },
  ],
}
