import { setTimeout as delay } from 'node:timers/promises'
import type { Scenario, Stage } from '#test/faults/scenario.ts'
import { POINT_LIMIT, pointsOf } from '#test/faults/scenarios/worker-killed.ts'

const RESTARTS = 3

const play = async ({ cloud, messages, random, untilQuiet }: Stage) => {
  const calls = messages.filter(({ channel }) => channel !== 'inapp').length
  await cloud.startWorker()
  await cloud.tick()
  let restarts = 0
  for (const point of pointsOf(RESTARTS, calls, random)) {
    await cloud.untilAccepted(point.calls, POINT_LIMIT)
    await delay(point.milliseconds)
    await cloud.killEverything()
    restarts += 1
    await cloud.restart()
  }
  await untilQuiet()
  return { restarts }
}

export const fullRestart: Scenario = {
  name: 'restart',
  title: 'all killed and started again',
  leavesDoubt: true,
  play,
  expects: (_, { restarts }) => [
    { says: `everything was killed ${RESTARTS} times`, holds: restarts === RESTARTS },
  ],
}
