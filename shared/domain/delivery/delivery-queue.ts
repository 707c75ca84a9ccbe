import type { Channel, Purpose } from '#shared/domain/vocabulary.ts'

/**
 * Where messages wait for delivery: by channel, because each provider has its own pace, and by purpose, so that no
 * service message stands behind a campaign. The inbox is ours and has no line, so one queue does for it.
 */
export type DeliveryQueue = 'emailService' | 'emailMarketing' | 'smsService' | 'smsMarketing' | 'inapp'

/**
 * How often a delivery queue hands a record out before it sets it aside. Providers' trouble uses up none of them; workers
 * that die in the middle of a batch do, for every record of it, and a message in doubt waits for three.
 */
export const DELIVERY_RECEIVES = 10

const queues = {
  email: { service: 'emailService', marketing: 'emailMarketing' },
  sms: { service: 'smsService', marketing: 'smsMarketing' },
  inapp: { service: 'inapp', marketing: 'inapp' },
} as const satisfies Record<Channel, Record<Purpose, DeliveryQueue>>

export const deliveryQueueOf = ({
  channel,
  purpose,
}: {
  readonly channel: Channel
  readonly purpose: Purpose
}): DeliveryQueue => queues[channel][purpose]
