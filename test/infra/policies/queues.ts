import { describe, expect, it } from 'vitest'
import { MAX_BATCH_MEMBERS } from '#events/bank-event-batch.ts'
import { DELIVERY_RECEIVES } from '#shared/domain/delivery/delivery-queue.ts'
import { WEBHOOK_ATTEMPTS } from '#shared/domain/webhooks/retry-delay.ts'
import { type Resource, synthesized } from '#test/infra/synthesized.ts'

const { resources, output } = synthesized()
const queues = resources('AWS::SQS::Queue')
const rules = resources('AWS::Events::Rule')
const mappings = resources('AWS::Lambda::EventSourceMapping').filter(({ properties }) =>
  queues.some(({ id }) => id === properties.EventSourceArn),
)
const functions = resources('AWS::Lambda::Function')
const streams = resources('AWS::KinesisFirehose::DeliveryStream')

const undeliverable = output('UndeliverableDlqUrl').id
const webhooks = output('WebhooksQueueUrl').id
const delivery = ['EmailService', 'EmailMarketing', 'SmsService', 'SmsMarketing', 'Inapp'].map(
  (name) => output(`${name}QueueUrl`).id,
)
const receivesOf = (id: string): number => {
  if (id === webhooks) return WEBHOOK_ATTEMPTS
  return delivery.includes(id) ? DELIVERY_RECEIVES : 5
}
const deadLetterIds = new Set([
  undeliverable,
  ...queues.flatMap(({ properties }) => properties.RedrivePolicy?.deadLetterTargetArn ?? []),
])
const isDeadLetters = ({ id }: Resource) => deadLetterIds.has(id)

const DAY = 86_400

/** Of processor time on the share of a core that the function has: measured is half of it (test/bench/end-to-end). */
const MOST_MS_AN_EVENT = 3

describe.each(queues)('queue $id', (queue) => {
  const { properties, id } = queue

  it('has a dead-letter queue of its own, or is one', () => {
    if (isDeadLetters(queue)) return expect(properties.RedrivePolicy).toBeUndefined()
    const target = properties.RedrivePolicy.deadLetterTargetArn
    const sharing = queues.filter((other) => other.properties.RedrivePolicy?.deadLetterTargetArn === target)
    expect(sharing.map((other) => other.id)).toEqual([id])
    expect(properties.RedrivePolicy.maxReceiveCount).toBe(receivesOf(id))
  })

  it('keeps messages, dead letters for as long as it can', () => {
    if (isDeadLetters(queue)) expect(properties.MessageRetentionPeriod).toBe(14 * DAY)
    else expect(properties.MessageRetentionPeriod).toBeLessThan(14 * DAY)
  })

  it('is encrypted', () => {
    expect(properties.SqsManagedSseEnabled === true || properties.KmsMasterKeyId !== undefined).toBe(true)
  })

  it('is used over TLS only', () => {
    const statements = resources('AWS::SQS::QueuePolicy')
      .filter((policy) => policy.properties.Queues.includes(id))
      .flatMap((policy) => policy.properties.PolicyDocument.Statement)
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 'sqs:*',
        Principal: { AWS: '*' },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    )
  })
})

describe('queues with contact data', () => {
  it.each([
    'BankEventsQueueUrl',
    'BankEventsDlqUrl',
    'FeedbackQueueUrl',
    'FeedbackDlqUrl',
    'UndeliverableDlqUrl',
  ])('%s is encrypted with the key of bank events', (name) => {
    const key = output('BusName').properties.KmsKeyIdentifier
    expect(resources('AWS::KMS::Key').map(({ id }) => id)).toContain(key)
    expect(output(name).properties.KmsMasterKeyId).toBe(key)
  })

  it('are open to EventBridge of this account, key and queue', () => {
    const ofThisAccount = { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } }
    const eventBridge = {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Condition: ofThisAccount,
    }
    const key = resources('AWS::KMS::Key').find(
      ({ id }) => id === output('BusName').properties.KmsKeyIdentifier,
    )
    expect(key?.properties.KeyPolicy.Statement).toContainEqual(expect.objectContaining(eventBridge))
    for (const target of rules.flatMap(({ properties }) => properties.Targets)) {
      if ([...functions, ...streams].some(({ id }) => id === target.Arn)) continue
      const statements = resources('AWS::SQS::QueuePolicy')
        .filter((policy) => policy.properties.Queues.includes(target.Arn))
        .flatMap((policy) => policy.properties.PolicyDocument.Statement)
      expect(statements).toContainEqual(
        expect.objectContaining({ ...eventBridge, Action: 'sqs:SendMessage', Resource: target.Arn }),
      )
    }
  })
})

describe.each(mappings)('event source mapping $id', ({ properties }) => {
  const queue = queues.find(({ id }) => id === properties.EventSourceArn)
  const reader = functions.find(({ id }) => id === properties.FunctionName)

  it('takes back single messages, not batches', () => {
    expect(properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures'])
  })

  it('keeps messages invisible for six timeouts of its function and the batching window', () => {
    expect(queue?.properties.VisibilityTimeout).toBeGreaterThanOrEqual(
      6 * reader?.properties.Timeout + (properties.MaximumBatchingWindowInSeconds ?? 0),
    )
  })
})

describe('the bank’s events', () => {
  const mapping = mappings.find(
    ({ properties }) => properties.EventSourceArn === output('BankEventsQueueUrl').id,
  )
  const reader = functions.find(({ id }) => id === mapping?.properties.FunctionName)

  it('wait for no batch to be gathered', () => {
    expect(mapping?.properties.MaximumBatchingWindowInSeconds ?? 0).toBe(0)
  })

  it('are done in half the time of their function, however they are packed', () => {
    const events = mapping?.properties.BatchSize * MAX_BATCH_MEMBERS
    expect(events * MOST_MS_AN_EVENT).toBeLessThanOrEqual((reader?.properties.Timeout * 1_000) / 2)
  })
})

describe('every queue that is not for dead letters', () => {
  it('is read by exactly one function', () => {
    const read = mappings.map(({ properties }) => properties.EventSourceArn).sort()
    const live = queues.filter((queue) => !isDeadLetters(queue)).map(({ id }) => id)
    expect(read).toEqual(live.sort())
  })
})

describe.each(rules)('rule $id', ({ properties }) => {
  it('sets aside what its targets did not take, after retries', () => {
    expect(properties.Targets.length).toBeGreaterThan(0)
    for (const target of properties.Targets) {
      expect(target.DeadLetterConfig).toEqual({ Arn: undeliverable })
      expect(target.RetryPolicy.MaximumRetryAttempts).toBeGreaterThan(0)
      expect(target.RetryPolicy.MaximumEventAgeInSeconds).toBeGreaterThan(0)
    }
  })
})

describe('the bus', () => {
  it('sets aside what it could not encrypt or decrypt', () => {
    expect(output('BusName').properties.DeadLetterConfig).toEqual({ Arn: undeliverable })
  })

  it('keeps what the bank published for 14 days, encrypted', () => {
    const [archive, ...others] = resources('AWS::Events::Archive')
    expect(others).toEqual([])
    expect(archive?.properties).toMatchObject({
      SourceArn: output('BusName').id,
      RetentionDays: 14,
      KmsKeyIdentifier: output('BusName').properties.KmsKeyIdentifier,
    })
  })

  it('hands over every event of the bank, known or not', () => {
    const ofTheBus = rules.filter(({ properties }) => properties.EventBusName === output('BusName').id)
    expect(ofTheBus.map(({ properties }) => properties.EventPattern)).toEqual([
      { source: [{ prefix: 'bank.' }] },
      { source: [{ prefix: 'bank.' }] },
    ])
    const targets = ofTheBus.flatMap(({ properties }) => properties.Targets).map(({ Arn }) => Arn)
    expect(targets.sort()).toEqual([output('BankEventsQueueUrl').id, ...streams.map(({ id }) => id)].sort())
  })
})
