import { describe, expect, test } from 'vitest'
import {
  queueByArn,
  routeParked,
  routeUndeliverable,
  sourceQueue,
} from '#infra/local/commands/redrive/route.ts'

const outputs = {
  EmailServiceQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/1/Bellwether-EmailService',
  EmailServiceDlqUrl: 'https://sqs.eu-central-1.amazonaws.com/1/Bellwether-EmailServiceDlq',
  BankEventsQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/1/Bellwether-BankEvents',
  UndeliverableDlqUrl: 'https://sqs.eu-central-1.amazonaws.com/1/Bellwether-Undeliverable',
}
const queueOfArn = queueByArn(outputs)

const envelope = (differs: Record<string, unknown> = {}) =>
  JSON.stringify({ id: '1', 'detail-type': 'CardChanged', source: 'bank.core', detail: { a: 1 }, ...differs })

describe('what was parked goes back', () => {
  test('an event onto the bus as it was published, its detail letter by letter', () => {
    const payload =
      '{"detail-type":"CardChanged","source":"bank.cards","detail":{"n": 1.10,"m":1e400},"id":"x"}'
    expect(routeParked(payload)).toEqual({
      to: 'bus',
      entry: { Source: 'bank.cards', DetailType: 'CardChanged', Detail: '{"n": 1.10,"m":1e400}' },
    })
  })

  test('a member of a batch as an event of its own', () => {
    const payload = '{"batchMember":3,"member":{"detailType":"CardChanged","detail":{"n":1.0}}}'
    expect(routeParked(payload)).toEqual({
      to: 'bus',
      entry: { Source: 'bank.redrive', DetailType: 'CardChanged', Detail: '{"n":1.0}' },
    })
  })

  test('a calendar hint onto its queue, letter by letter', () => {
    const body = '{ "customerId":"C1", "kind":"birthday","on":"2026-03-01" }'
    expect(routeParked(body)).toEqual({ to: 'queue', queue: 'CalendarQueueUrl', body })
  })

  test.each([
    ['no JSON', 'nonsense', 'it is no JSON object'],
    ['a list', '[]', 'it is no JSON object'],
    ['nothing known', '{"a":1}', 'it has no detail-type'],
    ['a name that is no text', envelope({ 'detail-type': 7 }), 'it has no detail-type'],
    ['an empty name', envelope({ 'detail-type': '' }), 'it has no detail-type'],
    ['a detail that PutEvents refuses', envelope({ detail: 'text' }), 'its detail is no JSON object'],
    ['no detail', envelope({ detail: undefined }), 'its detail is no JSON object'],
    [
      'a source that no rule matches',
      envelope({ source: 'shop.core' }),
      "its source does not start with 'bank.', no rule would take it",
    ],
    ['a member without a name', '{"batchMember":0,"member":{"detail":{}}}', 'it has no detail-type'],
    ['a member that is no object', '{"batchMember":0,"member":5}', 'it has no detail-type'],
  ])('or stays: %s', (_, payload, because) => {
    expect(routeParked(payload)).toEqual({ to: 'nowhere', because })
  })
})

describe('what EventBridge could not hand over goes', () => {
  test('to the queue that missed it, letter by letter', () => {
    const arn = 'arn:aws:sqs:eu-central-1:1:Bellwether-BankEvents'
    expect(routeUndeliverable(' {"any":1}', arn, queueOfArn)).toEqual({
      to: 'queue',
      queue: 'BankEventsQueueUrl',
      body: ' {"any":1}',
    })
  })

  test.each([
    ['no target: the bus could not encrypt it', undefined],
    ['a target of another stack', 'arn:aws:sqs:eu-central-1:1:Other'],
    ['a function', 'arn:aws:lambda:eu-central-1:1:function:Bellwether-BankEvents'],
  ])('by its source onto the bus: %s', (_, arn) => {
    expect(routeUndeliverable(envelope(), arn, queueOfArn)).toMatchObject({
      to: 'bus',
      entry: { Source: 'bank.core' },
    })
  })

  test.each(['aws.ses', 'aws.sms-voice'])('onto the feedback queue: %s', (source) => {
    const body = envelope({ source })
    expect(routeUndeliverable(body, undefined, queueOfArn)).toEqual({
      to: 'queue',
      queue: 'FeedbackQueueUrl',
      body,
    })
  })

  test.each([
    ['nonsense', 'it is no JSON object'],
    [envelope({ source: 'aws.events' }), "it is a schedule's call, which the next one makes up for"],
    [
      JSON.stringify({ version: '1.0', DDBStreamBatchInfo: { shardId: 'shard', batchSize: 3 } }),
      'it names a part of a stream: RUNBOOK, Webhooks late',
    ],
    [envelope({ source: undefined }), "its source does not start with 'bank.', no rule would take it"],
  ])('or stays: %s', (body, because) => {
    expect(routeUndeliverable(body, undefined, queueOfArn)).toEqual({ to: 'nowhere', because })
  })
})

test.each([
  ['EmailServiceDlqUrl', 'EmailServiceQueueUrl'],
  ['UndeliverableDlqUrl', undefined],
  ['EmailServiceQueueUrl', undefined],
])('%s takes what failed in %s', (dlq, expected) => {
  expect(sourceQueue(dlq, outputs)).toBe(expected)
})
