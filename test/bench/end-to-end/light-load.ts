import { setTimeout as delay } from 'node:timers/promises'
import { messageKeyOfTags } from '#shared/domain/message/message-key.ts'
import { entriesOf, publish } from '#test/bench/cost/publish.ts'
import type { Stage } from '#test/bench/end-to-end/stage.ts'
import { verifyMetrics } from '#test/bench/end-to-end/verify.ts'

/** Every event leads to a message. */
const MESSAGES_ONLY = { signals: 100, messages: 100 }

/** What the last ones may take, in milliseconds. */
const LIMIT = 30_000

/**
 * Publishes events one by one at a steady pace, each of which leads to an email.
 * @returns milliseconds from just before PutEvents to the call of the provider, of every event
 * @throws Error where an email did not leave, or more than once
 */
export const lightLoad = async (
  { cloud, publisher, next }: Stage,
  count: number,
  perSecond: number,
): Promise<number[]> => {
  const { events, kinds } = next(count, MESSAGES_ONLY)
  const metricsBefore = await cloud.metrics()
  const callsBefore = (await cloud.calls()).length
  const sentAt = new Map<string, number>()
  const began = performance.now()
  const sending: Promise<void>[] = []
  for (const [number, event] of events.entries()) {
    await delay(Math.max(0, began + (number * 1000) / perSecond - performance.now()))
    const entries = entriesOf([event], 'singly')
    sentAt.set(event.detail.data.customerId, Date.now())
    sending.push(publish(publisher, cloud.connection.busName, entries))
  }
  await Promise.all(sending)
  await cloud.settle(LIMIT)
  verifyMetrics(metricsBefore, await cloud.metrics(), kinds)
  const calls = (await cloud.calls()).slice(callsBefore)
  if (calls.length !== count) throw new Error(`${calls.length} calls of the provider for ${count} events`)
  return calls.map(({ tags, at }) => {
    const began = sentAt.get(messageKeyOfTags(tags)?.customerId ?? '')
    if (began === undefined) throw new Error('an email to somebody of whom nothing was published')
    return Date.parse(at) - began
  })
}
