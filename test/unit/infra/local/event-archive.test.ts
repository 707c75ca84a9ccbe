import { appendFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type ArchiveOptions, EventArchive, replayed } from '#infra/local/event-archive.ts'
import { temporaryDirectory } from '#test/support/local-cloud/temporary-directory.ts'

const archiveIn = (directory: string, options: Partial<ArchiveOptions> = {}): EventArchive => {
  const archive = new EventArchive({ directory, arn: 'arn:archive', busName: 'bank', ...options })
  onTestFinished(() => archive.close())
  return archive
}

const at = (time: string): number => Date.parse(time)

const envelope = (time: string, detail = '{"n":1}', source = 'bank.core'): string =>
  `${JSON.stringify({ version: '0', source, time, resources: [] }).slice(0, -1)},"detail":${detail}}`

const linesBetween = (archive: EventArchive, from: string, to: string): string[] =>
  archive.between(at(from), at(to)).map(({ line }) => line)

test('a span is inclusive at its begin and exclusive at its end, by the time that stands in the event', () => {
  const archive = archiveIn(temporaryDirectory())
  const times = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:59Z', '2026-01-01T00:01:00Z']
  archive.append(times.map((time) => envelope(time)))
  expect(linesBetween(archive, '2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z')).toEqual([
    envelope('2026-01-01T00:00:00Z'),
    envelope('2026-01-01T00:00:59Z'),
  ])
  expect(linesBetween(archive, '2026-01-01T00:00:01Z', '2027-01-01T00:00:00Z')).toHaveLength(2)
  expect(linesBetween(archive, '2025-01-01T00:00:00Z', '2026-01-01T00:00:00Z')).toEqual([])
})

test('events come back minute by minute, those of a minute as they came', () => {
  const archive = archiveIn(temporaryDirectory())
  const [late, early, earlier] = ['2026-01-01T00:05:30Z', '2026-01-01T00:01:40Z', '2026-01-01T00:01:20Z']
  archive.append([late, early, earlier].map((time) => envelope(time)))
  expect(linesBetween(archive, '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z')).toEqual(
    [early, earlier, late].map((time) => envelope(time)),
  )
})

test('a detail comes back as it was sent, whatever stands in it or in the names', () => {
  const archive = archiveIn(temporaryDirectory())
  const detail =
    '{ "amount": 1.50,\r\n "big": 12345678901234567890, "text": "a\\nb,\\"detail\\":", "卡": "✓" }'
  const body = envelope('2026-01-01T00:00:00Z', detail, 'bank.","detail":{"x')
  archive.append([body])
  const [line = ''] = linesBetween(archive, '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z')
  expect(JSON.parse(line)).toEqual(JSON.parse(body))
  expect(line).toContain('1.50')
  expect(JSON.parse(replayed(line, 'again'))).toEqual({ ...JSON.parse(body), 'replay-name': 'again' })
  expect(replayed(line, 'again')).toContain('12345678901234567890')
})

test('it goes on where an earlier boot ended, also where a crash cut a line off', () => {
  const directory = temporaryDirectory()
  const now = () => new Date('2026-03-01T12:00:00Z')
  const body = envelope('2026-03-01T11:00:00Z')
  const first = archiveIn(directory, { now })
  first.append([body])
  first.close()
  const [file = ''] = readdirSync(directory)
  appendFileSync(path.join(directory, file), body.slice(0, 40))
  const second = archiveIn(directory, { now })
  second.append([body])
  expect(linesBetween(second, '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z')).toEqual([body, body])
})

test('what is older than the retention is forgotten at the next boot, the day of its end is kept', () => {
  const directory = temporaryDirectory()
  for (const day of ['2026-02-28', '2026-03-01', '2026-03-15'])
    writeFileSync(path.join(directory, `${day}.ndjson`), '')
  archiveIn(directory, { retentionDays: 14, now: () => new Date('2026-03-15T12:00:00Z') })
  expect(readdirSync(directory).sort()).toEqual(['2026-03-01.ndjson', '2026-03-15.ndjson'])
})

test('without a retention nothing is forgotten', () => {
  const directory = temporaryDirectory()
  writeFileSync(path.join(directory, '1999-01-01.ndjson'), '')
  archiveIn(directory, { retentionDays: 0 })
  expect(readdirSync(directory)).toEqual(['1999-01-01.ndjson'])
})
