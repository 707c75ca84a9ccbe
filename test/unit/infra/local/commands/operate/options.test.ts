import { expect, test } from 'vitest'
import { operateOptions } from '#infra/local/commands/operate/options.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'

const who = ['--by', 'Jana', '--because', 'INC-7']
const said = { by: 'Jana', because: 'INC-7' }
const shown = { yes: false, json: false }

test.each([
  [['status'], shown],
  [['status', '--json', '--outputs', 'o.json'], { ...shown, json: true, outputs: 'o.json' }],
  [['stop', 'marketing', ...who], { ...shown, move: { position: 'stop', purposes: ['marketing'], ...said } }],
  [
    ['drain', 'service', ...who, '--yes'],
    { ...shown, yes: true, move: { position: 'drain', purposes: ['service'], ...said } },
  ],
  [
    ['resume', 'all', '--by', ' Jana ', '--because', ' INC-7'],
    { ...shown, move: { position: 'on', purposes: ['service', 'marketing'], ...said } },
  ],
])('%j', (args, expected) => {
  expect(operateOptions(args)).toEqual(expected)
})

test.each([
  [[], /what is to be done/],
  [['halt', 'marketing', ...who], /halt: must be status, stop, drain or resume/],
  [['constructor', 'all', ...who], /constructor: must be/],
  [['stop', ...who], /stop what\?: must be service, marketing, all/],
  [['stop', 'everything', ...who], /stop everything: must be service, marketing, all/],
  [['stop', 'service', 'marketing', ...who], /one purpose at a time, or all/],
  [['stop', 'marketing', '--because', 'INC-7'], /--by is missing/],
  [['stop', 'marketing', '--by', '  ', '--because', 'INC-7'], /--by is missing/],
  [['stop', 'marketing', '--by', 'Jana'], /--because is missing/],
  [['stop', 'marketing', '--by', 'Jana', '--because', 'x'.repeat(501)], /longer than 500/],
  [['status', 'marketing'], /status only shows/],
  [['status', '--yes'], /status only shows/],
  [['stop', '--force'], /--force/],
])('%j is refused, and the usage shown', (args, message) => {
  expect(() => operateOptions(args)).toThrow(UsageError)
  expect(() => operateOptions(args)).toThrow(message)
  expect(() => operateOptions(args)).toThrow(/npm run operate -- </)
})
