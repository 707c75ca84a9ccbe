import type { Launch } from '#shared/domain/launch/launch.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'

/** The moment of one customer: the same however often, and by whomever, the launch comes to them. */
export const launchSignal = (
  { campaignId, at }: Pick<Launch, 'campaignId' | 'at'>,
  customerId: string,
): Signal => ({
  type: 'Scheduled',
  id: `Scheduled:${campaignId}:${at}`,
  customerId,
  at,
  data: { campaignId },
})
