import type { Scenario, Stage } from '#test/faults/scenario.ts'

/** Simulated, in milliseconds. */
const OUTAGE = 10 * 60_000
const STEP = 30_000
const STEP_LIMIT = 180_000

const play = async ({ cloud, untilQuiet }: Stage) => {
  await cloud.setFaults({ mode: 'outage' })
  await cloud.startWorker()
  let minutesDown = 0
  for (let passed = 0; passed < OUTAGE; passed += STEP) {
    await cloud.tick()
    await cloud.settle(STEP_LIMIT)
    await cloud.advance(STEP)
    minutesDown = (passed + STEP) / 60_000
  }
  const acceptedWhileDown = cloud.accepted
  await cloud.setFaults({ mode: 'none' })
  const back = cloud.now().getTime()
  await cloud.tick()
  await untilQuiet()
  return {
    minutesDown,
    acceptedWhileDown,
    minutesToRecover: Math.round((cloud.now().getTime() - back) / 60_000),
  }
}

export const providerDown: Scenario = {
  name: 'outage',
  title: 'provider down for 10 minutes',
  leavesDoubt: false,
  play,
  expects: (verdict, { acceptedWhileDown, minutesDown }) => [
    { says: 'it was down and asked', holds: verdict.refused > 0 && acceptedWhileDown === 0 },
    { says: 'it was down for ten minutes', holds: minutesDown === OUTAGE / 60_000 },
  ],
}
