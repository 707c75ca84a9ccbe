import type { Scenario, Stage } from '#test/faults/scenario.ts'

const SHARE = 0.3

const play = async ({ cloud, options, untilQuiet }: Stage) => {
  await cloud.setFaults({ mode: 'throttle', share: SHARE, seed: options.seed })
  await cloud.startWorker()
  await cloud.tick()
  await untilQuiet()
  return {}
}

export const throttling: Scenario = {
  name: 'throttling',
  title: '30 % of the calls throttled',
  leavesDoubt: false,
  play,
  expects: ({ accepted, refused }) => [
    { says: 'about 30 % were throttled', holds: Math.abs(refused / (accepted + refused) - SHARE) < 0.1 },
  ],
}
