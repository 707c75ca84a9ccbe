import { expect, test } from 'vitest'
import { explainOptions } from '#infra/local/commands/explain/options.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'

const whose = ['--customer', 'C1']
const shows = { customerId: 'C1', language: 'en', json: false }

test.each([
  [whose, shows],
  [[...whose, '--event', 'E1'], { ...shows, eventId: 'E1' }],
  [[...whose, '--campaign', 'offer', '--last', '2'], { ...shows, campaignId: 'offer', decisions: 2 }],
  [[...whose, '--lang', 'zh', '--json'], { ...shows, language: 'zh', json: true }],
  [[...whose, '--last', '3'], { ...shows, decisions: 3 }],
  [[...whose, '--zone', 'Asia/Shanghai'], { ...shows, timeZone: 'Asia/Shanghai' }],
  [[...whose, '--outputs', 'o.json'], { ...shows, outputs: 'o.json' }],
])('%j', (args, expected) => {
  expect(explainOptions(args)).toEqual(expected)
})

test.each([
  [[], /--customer is missing/],
  [['--event', 'E1'], /--customer is missing/],
  [['--customer', ''], /--customer is missing/],
  [[...whose, '--event', ''], /--event has no id/],
  [[...whose, '--campaign', ''], /--campaign has no id/],
  [[...whose, '--campaign', 'offer', '--event', 'E1'], /leave out --event/],
  [[...whose, '--lang', 'cs'], /--lang cs: must be en or zh/],
  [[...whose, '--last', '0'], /--last 0/],
  [[...whose, '--last', '1.5'], /--last 1.5/],
  [[...whose, '--last', 'all'], /--last all/],
  [[...whose, '--last', '1001'], /--last 1001/],
  [[...whose, '--event', 'E1', '--last', '3'], /leave out --last/],
  [[...whose, '--zone', 'Mars/Crater'], /--zone Mars\/Crater: no such time zone/],
  [[...whose, '--force'], /--force/],
  [['C1'], /C1/],
])('%j is refused, and the usage shown', (args, message) => {
  expect(() => explainOptions(args)).toThrow(UsageError)
  expect(() => explainOptions(args)).toThrow(message)
  expect(() => explainOptions(args)).toThrow(/npm run explain -- --customer ID/)
})
