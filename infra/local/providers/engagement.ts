import * as z from 'zod/mini'
import type { ServiceEvent } from '#infra/local/event-bus.ts'
import { AwsError, jsonAnswer, type LoopbackRequest, parseJson } from '#infra/local/loopback-server.ts'
import type { CallStore } from '#infra/local/providers/call-store.ts'
import { emailEvent } from '#infra/local/providers/feedback.ts'

const requestSchema = z.strictObject({
  /** Whose last email: an address. */
  address: z.string(),
  did: z.enum(['open', 'click']),
  link: z._default(z.string(), 'https://bank.example/'),
  at: z.optional(z.iso.datetime({ offset: true })),
})

/**
 * `POST /engagement`, which AWS does not have: plays somebody who opens the last email to an address, or follows a link
 * in it. What SES then publishes: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-eventbridge.html
 */
export async function takeEngagement(
  { body }: LoopbackRequest,
  store: CallStore,
  publish: (event: ServiceEvent) => Promise<unknown>,
  now: Date,
) {
  const parsed = z.safeParse(requestSchema, parseJson(body))
  if (!parsed.success) throw new AwsError('ValidationException', z.prettifyError(parsed.error))
  const { address, did, link, at } = parsed.data
  const call = store.all().findLast(({ channel, outcome, destination }) => {
    return channel === 'email' && outcome === 'accepted' && destination.includes(address)
  })
  if (!call) throw new AwsError('ResourceNotFoundException', 'Nothing was sent to that address.', 404)
  const when = at === undefined ? now : new Date(at)
  const seen = { timestamp: when.toISOString(), ipAddress: '127.0.0.1', userAgent: 'local' }
  const event =
    did === 'open'
      ? emailEvent(call, 'Email Opened', 'Open', { open: seen }, when)
      : emailEvent(call, 'Email Clicked', 'Click', { click: { ...seen, link, linkTags: null } }, when)
  await publish(event)
  return jsonAnswer(200, { messageId: call.id })
}
