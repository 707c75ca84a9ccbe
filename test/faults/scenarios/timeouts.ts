import type { Scenario, Stage } from '#test/faults/scenario.ts'

const SHARE = 0.05

const play = async ({ cloud, options, untilQuiet }: Stage) => {
  await cloud.setFaults({ mode: 'timeout-after-accept', share: SHARE, seed: options.seed })
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
  expects: ({ accepted, unanswered }) => [
    { says: 'about 5 % were not answered', holds: Math.abs(unanswered / accepted - SHARE) < 0.03 },
  ],
}
