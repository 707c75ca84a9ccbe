import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { createDeliveryLine } from '#shared/adapters/dynamodb/delivery-line.ts'
import type { LineState } from '#shared/domain/delivery/line.ts'
import { defaultSettings } from '#shared/domain/settings.ts'

const NOW = 1_700_000_000_000
const table = mockClient(DynamoDBDocumentClient)

const aLine = () =>
  createDeliveryLine({
    documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' })),
    tableName: 'campaigns',
    campaigns: {
      settings: async () => ({
        ...defaultSettings,
        delivery: { email: { perSecond: 10 }, sms: { perSecond: 1 } },
      }),
    },
    now: () => NOW,
  })

/** The line as it stands where the condition fails. */
const refusal = (state: LineState) =>
  new ConditionalCheckFailedException({
    message: 'x',
    $metadata: {},
    Item: marshall({ collection: 'delivery', entry: 'email', ...state }),
  })

const written = () => table.commandCalls(UpdateCommand).map(({ args: [{ input }] }) => input)
const request = { channel: 'email', purpose: 'service', count: 3, latest: NOW + 5_000 } as const

beforeEach(() => {
  table.reset()
})

describe('the line in the campaigns table', () => {
  it('is one item a channel, which comes back with the write', async () => {
    table.on(UpdateCommand).resolves({ Attributes: { next: NOW + 50 } })
    expect(await aLine().reserve(request)).toEqual({
      kind: 'slots',
      slots: [-250, -150, -50].map((at) => ({ channel: 'email', at: NOW + at })),
    })
    expect(written()).toMatchObject([
      {
        TableName: 'campaigns',
        Key: { collection: 'delivery', entry: 'email' },
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    ])
  })

  it('is asked once more with what the failed condition told', async () => {
    table
      .on(UpdateCommand)
      .rejectsOnce(refusal({ next: NOW + 100 }))
      .resolves({ Attributes: { next: NOW + 400 } })
    const line = aLine()
    expect(await line.reserve(request)).toMatchObject({ slots: [{ at: NOW + 100 }, {}, { at: NOW + 300 }] })
    expect(written().map(({ UpdateExpression }) => UpdateExpression)).toEqual([
      'SET #next = :to',
      'ADD #next :by',
    ])
    await line.reserve(request)
    expect(written()).toHaveLength(3)
  })

  it.each([
    ['open', { openUntil: NOW + 7_000 }, { kind: 'open', until: NOW + 7_000 }],
    ['too long', { next: NOW + 5_001 }, { kind: 'busy', until: NOW + 5_001 }],
  ])('is not asked again while it is known to be %s', async (_, state, expected) => {
    table.on(UpdateCommand).rejects(refusal(state))
    const line = aLine()
    expect(await line.reserve(request)).toEqual(expected)
    expect(await line.reserve(request)).toEqual(expected)
    expect(written()).toHaveLength(1)
  })

  it('lets others go first after a few tries', async () => {
    for (let one = 0; one < 10; one++) table.on(UpdateCommand).rejects(refusal({ next: NOW + 1 }))
    expect(await aLine().reserve(request)).toEqual({ kind: 'busy', until: NOW + 20 })
    expect(written()).toHaveLength(4)
  })

  it('writes nothing about a call of a channel in good health', async () => {
    table.on(UpdateCommand).resolves({ Attributes: { next: NOW } })
    const line = aLine()
    const reserved = await line.reserve(request)
    const [slot] = reserved.kind === 'slots' ? reserved.slots : []
    expect(slot && (await line.report(slot, 'answered'))).toEqual({ opened: false })
    expect(written()).toHaveLength(1)
  })

  it('ends a row of failures that came with the reservation', async () => {
    table.on(UpdateCommand).resolves({ Attributes: { next: NOW, failures: 3 } })
    const line = aLine()
    await line.reserve(request)
    await line.report({ channel: 'email', at: NOW }, 'answered')
    expect(written()[1]).toMatchObject({
      UpdateExpression: 'REMOVE #failures',
      ExpressionAttributeNames: { '#failures': 'failures', '#openUntil': 'openUntil' },
    })
  })

  it('says what went wrong with the table', async () => {
    table.on(UpdateCommand).rejects(new Error('out of reach'))
    await expect(aLine().reserve(request)).rejects.toThrow('out of reach')
  })
})
