import { describe, expect, it } from 'vitest'
import { compileEventPattern } from '#infra/local/event-pattern.ts'
import { synthesized } from '#test/infra/synthesized.ts'

const { resources, output } = synthesized()
const functions = resources('AWS::Lambda::Function')
const journal = output('JournalTable').id
const mappings = resources('AWS::Lambda::EventSourceMapping').filter(
  ({ properties }) => properties.EventSourceArn === journal,
)

describe('streams', () => {
  it('are kept of the journal only', () => {
    const streamed = resources('AWS::DynamoDB::Table').filter(
      ({ properties }) => properties.StreamSpecification !== undefined,
    )
    expect(streamed.map(({ id }) => id)).toEqual([journal])
    expect(streamed[0]?.properties.StreamSpecification).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' })
  })

  it('are read by publish-webhooks only', () => {
    expect(mappings.map(({ properties }) => properties.FunctionName)).toEqual([
      output('PublishWebhooksFunction').id,
    ])
  })
})

describe.each(mappings)('mapping $id', ({ properties }) => {
  it('keeps the order, goes on after one bad record, and says what it gave up', () => {
    expect(properties).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      DestinationConfig: { OnFailure: { Destination: output('UndeliverableDlqUrl').id } },
    })
    expect(properties.ParallelizationFactor ?? 1).toBe(1)
    const retries = properties.MaximumRetryAttempts ?? -1
    expect(retries).toBe(-1)
    expect(properties.MaximumRecordAgeInSeconds).toBeGreaterThan(12 * 3600)
    expect(properties.MaximumRecordAgeInSeconds).toBeLessThan(24 * 3600)
  })

  it.each([
    ['a message that was put', 'INSERT', { kind: { S: 'message' } }, true],
    ['a message that changed', 'MODIFY', { kind: { S: 'message' } }, true],
    ['a task', 'INSERT', { kind: { S: 'task' } }, true],
    ['a message that expired', 'REMOVE', undefined, false],
    ['a decision', 'INSERT', { kind: { S: 'decision' } }, false],
    ['a manager’s day', 'MODIFY', { kind: { S: 'capacity' } }, false],
    ['an item of no kind', 'MODIFY', { customerId: { S: 'C1' } }, false],
  ])('%s: %s of %j calls the function: %s', (_, eventName, NewImage, expected) => {
    const patterns: { Pattern: string }[] = properties.FilterCriteria.Filters
    const record = { eventName, eventSource: 'aws:dynamodb', dynamodb: { NewImage } }
    const called = patterns.some(({ Pattern }) => compileEventPattern(JSON.parse(Pattern))(record))
    expect(called).toBe(expected)
  })
})

describe('the queue of webhooks', () => {
  const queue = output('WebhooksQueueUrl').properties

  it('keeps the order of each group, and its dead letters theirs', () => {
    const fifo = {
      FifoQueue: true,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    }
    expect(queue).toMatchObject(fifo)
    expect(output('WebhooksDlqUrl').properties).toMatchObject(fifo)
    expect(queue.ContentBasedDeduplication ?? false).toBe(false)
  })

  it('is worked off within the time of a function: ten requests that each take as long as they may', () => {
    const reader = functions.find(({ id }) => id === output('SendWebhooksFunction').id)
    expect(reader?.properties.Timeout).toBeGreaterThan(10 * 10)
  })
})

describe('the secrets of endpoints', () => {
  it('begin as none, and stay when the stack goes', () => {
    const secret = output('WebhooksSecretArn')
    expect(JSON.parse(secret.properties.SecretString)).toEqual({})
    expect([secret.deletionPolicy, secret.updateReplacePolicy]).toEqual(['Retain', 'Retain'])
  })
})
