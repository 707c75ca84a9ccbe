import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readOutputs, withHints } from '#infra/local/commands/deployment.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'
import { temporaryDirectory } from '#test/support/local-cloud/temporary-directory.ts'

const fileWith = (content: string): string => {
  const file = path.join(temporaryDirectory(), 'outputs.json')
  writeFileSync(file, content)
  return file
}

const data = { ParkedTable: 'parked' }
const messaging = { BusName: 'bus', BankEventsQueueUrl: 'q', BankEventsDlqUrl: 'd', UndeliverableDlqUrl: 'u' }

test('outputs of all stacks are one', () => {
  const file = fileWith(JSON.stringify({ 'Bellwether-Data': data, 'Bellwether-Messaging': messaging }))
  expect(readOutputs(file)).toEqual({ ...data, ...messaging })
})

test.each([
  [
    'a stack is missing',
    JSON.stringify({ 'Bellwether-Messaging': messaging }),
    /lacks ParkedTable: write it anew/,
  ],
  ['of another shape', JSON.stringify({ ParkedTable: 'parked' }), /lacks BusName, ParkedTable/],
  ['no JSON', '{', /cannot be read as JSON/],
])('a file that is not usable is refused, and how it is made is said: %s', (_, content, message) => {
  const file = fileWith(content)
  expect(() => readOutputs(file)).toThrow(UsageError)
  expect(() => readOutputs(file)).toThrow(message)
})

const named = (name: string): Error => Object.assign(new Error('said by AWS'), { name })

test.each([
  ['CredentialsProviderError', /said by AWS\nset AWS_PROFILE/],
  ['ResourceNotFoundException', /account and region/],
])('%s comes with what to do', async (name, message) => {
  const failed = withHints(() => Promise.reject(named(name)))
  await expect(failed).rejects.toThrow(UsageError)
  await expect(failed).rejects.toThrow(message)
})

test.each(['constructor', 'InternalError'])('an error called %s stays as it is', async (name) => {
  const error = named(name)
  await expect(withHints(() => Promise.reject(error))).rejects.toBe(error)
})
