import type { SQSRecord } from 'aws-lambda'
import { expect, test } from 'vitest'
import { failedIds } from '#infra/local/event-source.ts'

const records = ['a', 'b'].map((messageId) => ({ messageId }) as SQSRecord)

test.each([[undefined], [null], [{}], [{ batchItemFailures: null }], [{ batchItemFailures: [] }]])(
  '%j means that all went well',
  (response) => expect(failedIds(response, records)).toEqual(new Set()),
)

test('the named messages failed', () => {
  expect(failedIds({ batchItemFailures: [{ itemIdentifier: 'b' }] }, records)).toEqual(new Set(['b']))
})

test.each([
  [{ batchItemFailures: [{ itemIdentifier: 'unknown' }] }],
  [{ batchItemFailures: [{ itemIdentifier: '' }] }],
  [{ batchItemFailures: [{}] }],
  [{ batchItemFailures: [null] }],
])('%j makes the whole batch fail, as on AWS', (response) => {
  expect(() => failedIds(response, records)).toThrow('unknown message')
})
