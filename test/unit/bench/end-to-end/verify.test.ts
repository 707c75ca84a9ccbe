import { expect, test } from 'vitest'
import { verifyMetrics } from '#test/bench/end-to-end/verify.ts'

const kinds = { quiet: 97, refused: 2, message: 1 }
const before = { EventsAccepted: 50, MessagesSent: 4, Other: 1 }
const right = {
  ...{ EventsAccepted: 150, EventsQuiet: 97, DecisionsRefused: 2, DecisionsWon: 1 },
  ...{ MessagesSent: 5, Delivered: 1, Other: 9 },
}

test('a run that led to what it should passes, whatever was counted before it', () => {
  expect(() => verifyMetrics(before, right, kinds)).not.toThrow()
})

test.each([
  ['an event is missing', { EventsAccepted: 149 }],
  ['an event was parked', { EventsParked: 1 }],
  ['a signal was not seen', { EventsQuiet: 98 }],
  ['a decision is missing', { DecisionsRefused: 1 }],
  ['a message was decided twice', { DecisionsWon: 2 }],
  ['a message did not leave', { MessagesSent: 4 }],
  ['its feedback was not recorded', { Delivered: 0 }],
])('it does not where %s', (_, changed) => {
  expect(() => verifyMetrics(before, { ...right, ...changed }, kinds)).toThrow(Object.keys(changed)[0])
})
