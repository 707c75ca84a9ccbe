import { expect, test } from 'vitest'
import { replayArchiveOptions } from '#infra/local/commands/replay-archive/options.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'

const now = new Date('2026-11-22T12:34:56.789Z')
const span = ['--from', '2026-11-22T08:00:00Z', '--to', '2026-11-22T10:00+01:00']
const read = {
  from: new Date('2026-11-22T08:00:00Z'),
  to: new Date('2026-11-22T09:00:00Z'),
  name: 'bellwether-20261122T123456Z',
  wait: true,
  json: false,
}

test.each([
  [span, read],
  [[...span, '--no-wait', '--json'], { ...read, wait: false, json: true }],
  [[...span, '--name', 'INC-7', '--outputs', 'o.json'], { ...read, name: 'INC-7', outputs: 'o.json' }],
])('%j', (args, expected) => {
  expect(replayArchiveOptions(args, now)).toEqual(expected)
})

test.each([
  [[], /--from is missing/],
  [['--from', '2026-11-22T08:00:00Z'], /--to is missing/],
  [['--from', '2026-11-22', '--to', '2026-11-23T00:00:00Z'], /--from 2026-11-22: must be written like/],
  [['--from', '2026-11-22T08:00:00', '--to', '2026-11-23T00:00:00Z'], /--from .* must be written like/],
  [['--from', '2026-13-22T08:00:00Z', '--to', '2026-11-23T00:00:00Z'], /--from .* must be written like/],
  [['--from', '2026-11-22T10:00:00Z', '--to', '2026-11-22T10:00:00Z'], /--to must be after --from/],
  [['--from', '2026-11-22T12:35:00Z', '--to', '2026-11-23T10:00:00Z'], /nothing has happened yet/],
  [[...span, '--name', 'a b'], /--name a b/],
  [[...span, '--name', 'x'.repeat(65)], /up to 64/],
  [[...span, 'everything'], /everything/],
])('%j is refused, and the usage shown', (args, message) => {
  expect(() => replayArchiveOptions(args, now)).toThrow(UsageError)
  expect(() => replayArchiveOptions(args, now)).toThrow(message)
  expect(() => replayArchiveOptions(args, now)).toThrow(/npm run replay:archive -- --from TIME/)
})
