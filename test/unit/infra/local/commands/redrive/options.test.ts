import { expect, test } from 'vitest'
import { redriveOptions } from '#infra/local/commands/redrive/options.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'

const shows = { yes: false, json: false, parked: true, deadLetters: true }

test.each([
  [[], shows],
  [['--yes', '--json'], { ...shows, yes: true, json: true }],
  [['--only', 'parked'], { ...shows, deadLetters: false }],
  [['--only', 'dead-letters'], { ...shows, parked: false }],
  [['--reason', 'amount'], { ...shows, deadLetters: false, reason: 'amount' }],
  [['--id', 'ab12', '--only', 'parked'], { ...shows, deadLetters: false, id: 'ab12' }],
  [['--outputs', 'o.json'], { ...shows, outputs: 'o.json' }],
])('%j', (args, expected) => {
  expect(redriveOptions(args)).toEqual(expected)
})

test.each([
  [['--only', 'all'], /--only all: must be parked or dead-letters/],
  [['--only', 'dead-letters', '--reason', 'x'], /leave out --only dead-letters/],
  [['--only', 'dead-letters', '--id', 'x'], /leave out --only dead-letters/],
  [['--force'], /--force/],
  [['everything'], /everything/],
])('%j is refused, and the usage shown', (args, message) => {
  expect(() => redriveOptions(args)).toThrow(UsageError)
  expect(() => redriveOptions(args)).toThrow(message)
  expect(() => redriveOptions(args)).toThrow(/npm run redrive -- \[options\]/)
})
