import { describe, expect, it } from 'vitest'
import { publishWebhooks } from '#functions/publish-webhooks/publish-webhooks.ts'
import { createWebhookQueue } from '#shared/adapters/sqs/webhook-queue.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import type { WebhookEndpoint } from '#shared/domain/webhooks/webhook-endpoints.ts'
import type { QueuedWebhook, WebhookQueue } from '#shared/ports/webhook-queue.ts'
import { aMessage, aTask } from '#test/support/builders/messages.ts'
import { createCounts } from '#test/support/fakes/delivery-world.ts'

const endpoint = (id: string, ...events: WebhookEndpoint['events']): WebhookEndpoint => ({
  id,
  url: `https://${id}.bank.example/`,
  events,
})

const write = (after: unknown, before?: unknown) => ({ read: () => ({ before, after }) })

const world = (endpoints: readonly WebhookEndpoint[], refused: readonly number[] = []) => {
  const sent: QueuedWebhook[] = []
  const counters = createCounts()
  const queue: WebhookQueue = {
    send: async (webhooks) => {
      sent.push(...webhooks)
      return new Set(refused)
    },
  }
  const settings = async () => ({ ...defaultSettings, webhooks: [...endpoints] })
  return { publish: publishWebhooks({ settings, queue, counters }), sent, counts: counters.counts }
}

describe('publish-webhooks', () => {
  it('does not even read what was written while nobody wants to know', async () => {
    const { publish, sent } = world([])
    const read = () => {
      throw new Error('it was read')
    }
    expect(await publish([{ read }])).toBeUndefined()
    expect(sent).toEqual([])
  })

  it('tells each endpoint what it asks for', async () => {
    const { publish, sent, counts } = world([endpoint('crm', 'message.*'), endpoint('tasks', 'task.open')])
    expect(await publish([write(aMessage()), write(aTask({ customerId: 'C2' }))])).toBeUndefined()
    expect(sent.map(({ endpointId, customerId, event }) => [endpointId, customerId, event.type])).toEqual([
      ['crm', 'C1', 'message.queued'],
      ['tasks', 'C2', 'task.open'],
    ])
    expect(counts).toEqual({ WebhooksQueued: 2 })
  })

  it('leaves out and counts what cannot be read, so that it holds up nobody', async () => {
    const { publish, sent, counts } = world([endpoint('crm', 'message.*')])
    expect(await publish([write({ kind: 'message' }), write(aMessage())])).toBeUndefined()
    expect(sent).toHaveLength(1)
    expect(counts).toMatchObject({ WebhooksUnreadable: 1 })
  })

  it('comes again with the first write of which something is not on the queue', async () => {
    const endpoints = [endpoint('crm', 'message.*'), endpoint('other', 'message.*')]
    const writes = ['C1', 'C2', 'C3'].map((customerId) => write(aMessage({ customerId })))
    // Two webhooks a write: the fourth belongs to the second.
    expect(await world(endpoints, [5, 3]).publish(writes)).toBe(1)
    expect(await world(endpoints, [0]).publish(writes)).toBe(0)
  })

  it('fails as a whole without settings: the records come again', async () => {
    const settings = async () => {
      throw new Error('unreadable')
    }
    const queue = createWebhookQueue({ client: {} as never, queueUrl: '' })
    const publish = publishWebhooks({ settings, queue, counters: createCounts() })
    await expect(publish([write(aMessage())])).rejects.toThrow('unreadable')
  })
})
