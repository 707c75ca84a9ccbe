import { describe, expect, it } from 'vitest'
import { createEventBus, type EventBusOptions } from '#infra/local/event-bus.ts'
import { compileEventPattern } from '#infra/local/event-pattern.ts'

const now = () => new Date('2026-03-04T05:06:07.891Z')

const busWith = (options: Partial<EventBusOptions> = {}) => {
  const delivered: { arn: string; bodies: readonly string[] }[] = []
  const bus = createEventBus({
    buses: ['bank'],
    rules: [
      {
        name: 'bank-events',
        arn: 'arn:rule/bank-events',
        busName: 'bank',
        matches: compileEventPattern({ source: [{ prefix: 'bank.' }] }),
        targets: [{ arn: 'arn:queue', id: 't' }],
      },
      {
        name: 'large',
        arn: 'arn:rule/large',
        busName: 'bank',
        matches: compileEventPattern({ detail: { amount: [{ numeric: ['>', 100] }] } }),
        targets: [{ arn: 'arn:large', id: 't' }],
      },
      {
        name: 'feedback',
        arn: 'arn:rule/feedback',
        busName: 'default',
        matches: compileEventPattern({ source: ['aws.ses'] }),
        targets: [{ arn: 'arn:feedback', id: 't' }],
      },
    ],
    deliver: async (arn, bodies) => void delivered.push({ arn, bodies }),
    now,
    ...options,
  })
  return { bus, delivered }
}

const entry = (more: object = {}) => ({
  EventBusName: 'bank',
  Source: 'bank.core',
  DetailType: 'TransactionPosted',
  Detail: '{"amount":1}',
  ...more,
})

describe('routing', () => {
  it('delivers the envelope of EventBridge with the detail as it was sent', async () => {
    const { bus, delivered } = busWith()
    const Detail = '{ "amount": 1.50, "big": 12345678901234567890 }'
    const answer = await bus.putEvents({ Entries: [entry({ Detail, Resources: ['arn:a'] })] })
    const id = answer.Entries[0]?.EventId
    expect(delivered).toEqual([
      {
        arn: 'arn:queue',
        bodies: [
          `{"version":"0","id":"${id}","detail-type":"TransactionPosted","source":"bank.core","account":"000000000000",` +
            `"time":"2026-03-04T05:06:07Z","region":"us-east-1","resources":["arn:a"],"detail":${Detail}}`,
        ],
      },
    ])
  })

  it('takes the time of the entry, in whole seconds', async () => {
    const { bus, delivered } = busWith()
    await bus.putEvents({ Entries: [entry({ Time: Date.parse('2020-02-29T12:00:00.999Z') / 1000 })] })
    expect(JSON.parse(`${delivered[0]?.bodies[0]}`)).toMatchObject({ time: '2020-02-29T12:00:00Z' })
  })

  it('sends to every matching rule, one call a target, in the order of the entries', async () => {
    const { bus, delivered } = busWith()
    await bus.putEvents({
      Entries: [1, 200, 3, 400].map((amount) => entry({ Detail: `{"amount":${amount}}` })),
    })
    const amounts = delivered.map(({ arn, bodies }) => [
      arn,
      bodies.map((body) => (JSON.parse(body) as { detail: { amount: number } }).detail.amount),
    ])
    expect(amounts).toEqual([
      ['arn:queue', [1, 200, 3, 400]],
      ['arn:large', [200, 400]],
    ])
  })

  it.each([
    ['an ARN', { EventBusName: 'arn:aws:events:us-east-1:000000000000:event-bus/bank' }, 1],
    ['another bus than the rule', { EventBusName: 'default' }, 0],
    ['no name, which is default', { EventBusName: undefined }, 0],
  ])('finds the bus by %s', async (_name, more, deliveries) => {
    const { bus, delivered } = busWith()
    expect(await bus.putEvents({ Entries: [entry(more)] })).toMatchObject({ FailedEntryCount: 0 })
    expect(delivered).toHaveLength(deliveries)
  })

  it('passes on a detail nested deeper than the stack', async () => {
    const { bus, delivered } = busWith()
    const depth = 100_000
    const Detail = `{"amount":${'['.repeat(depth)}${']'.repeat(depth)}}`
    expect(await bus.putEvents({ Entries: [entry({ Detail })] })).toMatchObject({ FailedEntryCount: 0 })
    expect(delivered[0]?.bodies[0]?.endsWith(`"detail":${Detail}}`)).toBe(true)
  })

  it('escapes the characters that the queue does not carry, so that the detail stays the same', async () => {
    const { bus, delivered } = busWith()
    await bus.putEvents({ Entries: [entry({ DetailType: '😀', Detail: '{"a":"\uD800 \uFFFF 𠮷"}' })] })
    const body = `${delivered[0]?.bodies[0]}`
    expect(body).not.toMatch(/[\uD800-\uDFFF\uFFFE\uFFFF]/)
    expect(JSON.parse(body)).toMatchObject({ 'detail-type': '😀', detail: { a: '\uD800 \uFFFF 𠮷' } })
  })

  it('refuses a rule on a bus that it does not have', () => {
    const rule = { name: 'lost', arn: 'arn:lost', busName: 'nowhere', matches: () => true, targets: [] }
    expect(() => createEventBus({ buses: [], rules: [rule], deliver: async () => {} })).toThrow('nowhere')
  })
})

describe('entries that are refused', () => {
  it.each([
    ['no Source', { Source: undefined }, 'InvalidArgument'],
    ['an empty DetailType', { DetailType: '' }, 'InvalidArgument'],
    ['no Detail', { Detail: undefined }, 'InvalidArgument'],
    ['a time that is none', { Time: 1e20 }, 'InvalidArgument'],
    ['a Detail that is not JSON', { Detail: '{"a":NaN}' }, 'MalformedDetail'],
    ['a Detail that is a list', { Detail: '[1]' }, 'MalformedDetail'],
    ['a Detail that is null', { Detail: 'null' }, 'MalformedDetail'],
    ['a source of AWS', { Source: 'aws.ses' }, 'NotAuthorizedForSourceException'],
    ['an unknown bus', { EventBusName: 'bnak' }, 'ResourceNotFoundException'],
  ])('%s', async (_name, more, code) => {
    const { bus, delivered } = busWith()
    const answer = await bus.putEvents({ Entries: [entry(more), entry()] })
    expect(answer).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: code }, { EventId: expect.any(String) }],
    })
    expect(delivered[0]?.bodies).toHaveLength(1)
  })

  it.each([
    ['no entries', { Entries: [] }],
    ['eleven entries', { Entries: Array.from({ length: 11 }, () => entry()) }],
    ['no list', {}],
    ['null', null],
  ])('refuses the whole request for %s', async (_name, request) => {
    await expect(busWith().bus.putEvents(request)).rejects.toMatchObject({ code: 'ValidationException' })
  })

  it('refuses the whole request above 1 MB, and takes exactly 1 MB', async () => {
    const detailOf = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`
    const room = 1024 * 1024 - 'bank.core'.length - 'TransactionPosted'.length - 14
    const put = (bytes: number) =>
      busWith().bus.putEvents({ Entries: [entry({ Detail: detailOf(bytes), Time: 1 })] })
    expect(await put(room)).toMatchObject({ FailedEntryCount: 0 })
    await expect(put(room + 1)).rejects.toMatchObject({ code: 'ValidationException' })
  })

  it('fails just the entries whose target did not take them', async () => {
    const deliver = async (arn: string) => {
      if (arn === 'arn:large') throw new Error('queue is gone')
    }
    const { bus } = busWith({ deliver })
    const answer = await bus.putEvents({ Entries: [entry(), entry({ Detail: '{"amount":500}' })] })
    expect(answer).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ EventId: expect.any(String) }, { ErrorCode: 'InternalFailure' }],
    })
  })
})

describe('events of AWS services', () => {
  const event = {
    source: 'aws.ses',
    detailType: 'Email Sent',
    time: new Date('2026-01-02T03:04:05.6Z'),
    resources: ['arn:set'],
    detail: { eventType: 'Send' },
  }

  it('go to the rules of the default bus', async () => {
    const { bus, delivered } = busWith()
    await bus.publishServiceEvent(event)
    expect(JSON.parse(`${delivered[0]?.bodies[0]}`)).toEqual({
      version: '0',
      id: expect.any(String),
      'detail-type': 'Email Sent',
      source: 'aws.ses',
      account: '000000000000',
      time: '2026-01-02T03:04:05Z',
      region: 'us-east-1',
      resources: ['arn:set'],
      detail: { eventType: 'Send' },
    })
  })

  it('reject when a target did not take them', async () => {
    const { bus } = busWith({ deliver: () => Promise.reject(new Error('gone')) })
    await expect(bus.publishServiceEvent(event)).rejects.toThrow('Email Sent')
  })
})
