import { rmSync } from 'node:fs'
import path from 'node:path'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { expect, onTestFinished, test } from 'vitest'
import { moveDeadLetters } from '#infra/local/commands/redrive/dead-letter-moves.ts'
import type { ReceivedWebhook } from '#infra/local/providers/webhook-receiver.ts'
import { webhookSecret } from '#infra/local/secrets.ts'
import { settingsItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import type { MessageState } from '#shared/domain/message/lifecycle.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { eventsOfChange } from '#shared/domain/webhooks/events-of-change.ts'
import type { WebhookEndpoint } from '#shared/domain/webhooks/webhook-endpoints.ts'
import { aMessage, decidedAt } from '#test/support/builders/messages.ts'
import { type Engine, startEngine } from '#test/support/local-cloud/engine.ts'
import { isSigned } from '#test/support/local-cloud/standard-webhooks.ts'
import { temporaryDirectory } from '#test/support/local-cloud/temporary-directory.ts'

/** Functions forget settings after a minute, so they stand before anything happens. */
const start = async (dataDirectory: string, endpoints: readonly Omit<WebhookEndpoint, 'url'>[]) => {
  const engine = await startEngine({ dataDirectory })
  onTestFinished(engine.stop)
  const webhooks = endpoints.map((endpoint) => ({
    ...endpoint,
    url: `${engine.cloud.endpoints.ses}/webhooks/${endpoint.id}`,
  }))
  const Item = settingsItem({ ...defaultSettings, webhooks })
  await engine.documentClient.send(new PutCommand({ TableName: engine.name('CampaignsTable'), Item }))
  return engine
}

const put = ({ documentClient, name }: Engine, customerId: string) =>
  documentClient.send(new PutCommand({ TableName: name('JournalTable'), Item: aMessage({ customerId }) }))

const move = ({ documentClient, name }: Engine, customerId: string, state: MessageState) => {
  const { entry } = aMessage()
  return documentClient.send(
    new UpdateCommand({
      TableName: name('JournalTable'),
      Key: { customerId, entry },
      UpdateExpression: 'SET #state = :state, #history = list_append(#history, :steps)',
      ExpressionAttributeNames: { '#state': 'state', '#history': 'history' },
      ExpressionAttributeValues: {
        ':state': state,
        ':steps': [{ state, at: '2026-03-10T09:00:01.000Z' }],
      },
    }),
  )
}

const dataOf = ({ body }: Pick<ReceivedWebhook, 'body'>) =>
  (JSON.parse(body) as { data: { customerId: string; state: string } }).data

/** Which steps an endpoint took, by customer, in their order. */
const takenBy = ({ cloud }: Engine, endpointId: string) => {
  const taken = cloud.providers.webhooks.received.filter(
    (webhook) => webhook.endpointId === endpointId && webhook.status < 300,
  )
  return Object.fromEntries(
    [...Map.groupBy(taken, (webhook) => dataOf(webhook).customerId)].map(([customerId, all]) => [
      customerId,
      all.map((webhook) => dataOf(webhook).state),
    ]),
  )
}

test('an endpoint that fails for a while gets everything in order, and holds up nobody else', async () => {
  const engine = await start(temporaryDirectory(), [
    { id: 'crm', events: ['message.*'] },
    { id: 'warehouse', events: ['message.delivered'] },
  ])
  let refusals = 0
  engine.cloud.providers.webhooks.answerWith((webhook) => {
    const fails = webhook.endpointId === 'crm' && dataOf(webhook).customerId === 'C1' && refusals < 1
    if (fails) refusals += 1
    return fails ? 503 : 200
  })
  for (const customerId of ['C1', 'C2']) await put(engine, customerId)
  for (const state of ['sending', 'sent', 'delivered'] as const)
    for (const customerId of ['C1', 'C2']) await move(engine, customerId, state)
  await engine.cloud.settled()

  expect(takenBy(engine, 'crm')).toEqual({
    C1: ['queued', 'sent', 'delivered'],
    C2: ['queued', 'sent', 'delivered'],
  })
  expect(takenBy(engine, 'warehouse')).toEqual({ C1: ['delivered'], C2: ['delivered'] })
  const { received } = engine.cloud.providers.webhooks
  const atCrm = received.filter(({ endpointId }) => endpointId === 'crm')
  const first = atCrm.filter((webhook) => dataOf(webhook).customerId === 'C1')
  expect(first.map(({ status }) => status)).toEqual([503, 200, 200, 200])
  expect(new Set(first.slice(0, 2).map(({ id, body }) => id + body)).size).toBe(1)
  const lastOfOther = atCrm.findLastIndex((webhook) => dataOf(webhook).customerId === 'C2')
  const firstTaken = atCrm.findIndex(
    (webhook) => dataOf(webhook).customerId === 'C1' && webhook.status === 200,
  )
  expect(lastOfOther).toBeLessThan(firstTaken)

  for (const { headers, body, endpointId } of received)
    expect(isSigned(headers, body, webhookSecret(endpointId))).toBe(true)
  expect(received.some(({ headers, body }) => isSigned(headers, body, webhookSecret('other')))).toBe(false)
  const rotating = received.find(({ endpointId }) => endpointId === 'warehouse')
  expect(rotating?.headers['webhook-signature']?.split(' ')).toHaveLength(2)
})

test('what was set aside goes back in order', async () => {
  const engine = await start(temporaryDirectory(), [{ id: 'crm', events: ['message.*'] }])
  const history = (['queued', 'sent', 'delivered'] as const).map((state) => ({ state, at: decidedAt }))
  const events = eventsOfChange({ after: aMessage({ history }) }) ?? []
  for (const event of events)
    await engine.sqs.send(
      new SendMessageCommand({
        QueueUrl: engine.name('WebhooksDlqUrl'),
        MessageBody: JSON.stringify({ endpointId: 'crm', event }),
        MessageGroupId: 'line',
        MessageDeduplicationId: event.id,
      }),
    )
  const { outputs } = engine.cloud
  const moved = await moveDeadLetters('WebhooksDlqUrl', { connection: engine, outputs }, new Date())
  expect(moved).toEqual({ moved: 3, left: {} })
  await engine.cloud.settled()
  expect(takenBy(engine, 'crm')).toEqual({ C1: ['queued', 'sent', 'delivered'] })
})

test('a restart with data kept loses nothing that waited for an endpoint, or for the stream', async () => {
  const dataDirectory = temporaryDirectory()
  const endpoints = [{ id: 'crm', events: ['message.*' as const] }]
  const first = await start(dataDirectory, endpoints)
  let asked = () => {}
  const wasAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  first.cloud.providers.webhooks.answerWith(() => {
    asked()
    return 500
  })
  await put(first, 'C1')
  await wasAsked
  await move(first, 'C1', 'sent')
  await first.cloud.stop()
  first.close()

  const second = await start(dataDirectory, endpoints)
  await move(second, 'C1', 'delivered')
  await second.cloud.settled()
  const { C1 = [] } = takenBy(second, 'crm')
  expect(C1.filter((state, index) => C1.indexOf(state) === index)).toEqual(['queued', 'sent', 'delivered'])
})

test('a data directory of a release without a stream is gone on with: its stream begins with the next write', async () => {
  const dataDirectory = temporaryDirectory()
  const before = await startEngine({ dataDirectory, streams: 'off' })
  onTestFinished(before.stop)
  await put(before, 'C1')
  await before.cloud.settled()
  await before.cloud.stop()
  before.close()
  rmSync(path.join(dataDirectory, 'streams'), { recursive: true, force: true })

  const engine = await start(dataDirectory, [{ id: 'crm', events: ['message.*'] }])
  await move(engine, 'C1', 'sent')
  await engine.cloud.settled()
  expect(takenBy(engine, 'crm')).toEqual({ C1: ['sent'] })
})
