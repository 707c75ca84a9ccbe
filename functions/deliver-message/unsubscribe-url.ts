import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { signUnsubscription } from '#shared/domain/unsubscribe/token.ts'
import type { UnsubscribeKeys } from '#shared/ports/unsubscribe-keys.ts'

/**
 * Where a message is unsubscribed from, by a link that works for its customer and channel only.
 * @param baseUrl what the token is appended to as the last segment of the path
 */
export const unsubscribeUrl =
  (keys: UnsubscribeKeys, baseUrl: string) =>
  async ({ customerId, channel, campaignId, campaignVersion }: MessageEntry): Promise<string> => {
    const token = signUnsubscription(
      { customerId, channel, campaignId, campaignVersion },
      await keys.keyring(),
    )
    return `${baseUrl}/${token}`
  }
