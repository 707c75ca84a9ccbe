import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { FunctionLog } from '#infra/local/function-log.ts'
import { temporaryDirectory } from '#test/support/local-cloud/temporary-directory.ts'

const emf = (values: Record<string, unknown>): string => {
  const Metrics = Object.keys(values).map((Name) => ({ Name }))
  return `${JSON.stringify({ _aws: { CloudWatchMetrics: [{ Metrics }, { Metrics }] }, ...values })}\n`
}

test('metrics are summed over lines, values and lists; other lines count nothing', () => {
  const log = new FunctionLog(temporaryDirectory())
  log.write('a', emf({ Sent: 2, Failed: [1, 1] }) + emf({ Sent: [3, 4.5] }))
  log.write('b', `${emf({ Sent: 1 })}{"_aws": broken\n{"Sent": 100}\n`)
  expect(log.metrics()).toEqual({ Sent: 10.5, Failed: 2 })
})

test('lines are kept in memory and in one file per function', () => {
  const directory = temporaryDirectory()
  const log = new FunctionLog(directory)
  log.write('a', 'one\ntwo\n')
  log.write('b', 'three\n')
  expect(log.lines).toEqual(['one', 'two', 'three'])
  expect(readFileSync(path.join(directory, 'a.log'), 'utf8')).toBe('one\ntwo\n')
})
