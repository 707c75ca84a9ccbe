import { total } from '#test/faults/judge.ts'
import type { Scenario, Stage } from '#test/faults/scenario.ts'

const SHARE = 0.05

/** Of those, how many the providers never mention again: nobody can know that they were accepted. */
const SILENT = 0.5

const play = async ({ cloud, options, untilQuiet }: Stage) => {
  await cloud.setFaults({ mode: 'timeout-after-accept', share: SHARE, silent: SILENT, seed: options.seed })
  await cloud.startWorker()
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
