import { expect, test } from 'vitest'
import { moveSwitches } from '#infra/local/commands/operate/move.ts'
import type { OperationsSwitch, Switches } from '#shared/adapters/dynamodb/operations-switch.ts'

const now = () => new Date('2026-06-01T10:00:00Z')
const stopMarketing = {
  position: 'stop',
  purposes: ['marketing'],
  by: 'Jana',
  because: 'INC-7',
} as const
const on: Switches = { marketing: 'on', service: 'on' }

/** Switches that others move each time before we do, as often as told. */
const contested = (others: readonly Switches[]) => {
  const waiting = [...others]
  let stands = on
  const moves: unknown[] = []
  const switches: OperationsSwitch = {
    read: async () => stands,
    move: async (before, after, responsible) => {
      stands = waiting.shift() ?? stands
      if (JSON.stringify(before) !== JSON.stringify(stands)) return false
      stands = after
      moves.push(responsible)
      return true
    },
    changes: async () => [],
  }
  return { switches, moves, stands: () => stands }
}

test('a stop is not lost to somebody who moves the other switch at the same moment', async () => {
  const { switches, stands, moves } = contested([{ marketing: 'on', service: 'drain' }])
  expect(await moveSwitches(switches, stopMarketing, true, now)).toEqual({
    before: { marketing: 'on', service: 'drain' },
    after: { marketing: 'stop', service: 'drain' },
    outcome: 'done',
  })
  expect(stands()).toEqual({ marketing: 'stop', service: 'drain' })
  expect(moves).toEqual([{ by: 'Jana', because: 'INC-7', at: now() }])
})

test('where somebody else keeps moving them, nothing is claimed', async () => {
  const restless = Array.from(
    { length: 20 },
    (_, n): Switches => ({
      marketing: 'on',
      service: n % 2 === 0 ? 'drain' : 'stop',
    }),
  )
  const { switches, moves } = contested(restless)
  const moved = await moveSwitches(switches, stopMarketing, true, now)
  expect(moved.outcome).toBe('refused')
  expect(moved.after).toEqual(moved.before)
  expect(moves).toEqual([])
})

test('what is shown only, or is so already, moves nothing', async () => {
  const { switches, moves } = contested([])
  const shown = await moveSwitches(switches, stopMarketing, false, now)
  expect(shown).toEqual({ before: on, after: { ...on, marketing: 'stop' }, outcome: 'only shown' })
  const resumed = await moveSwitches(
    switches,
    { ...stopMarketing, position: 'on', purposes: ['service', 'marketing'] },
    true,
    now,
  )
  expect(resumed).toEqual({ before: on, after: on, outcome: 'already so' })
  expect(moves).toEqual([])
})
