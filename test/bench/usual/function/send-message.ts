import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { messagesOf } from '#shared/domain/campaign/variant.ts'
import { templateVariables } from '#shared/domain/message/template-variables.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { Keyring } from '#shared/domain/unsubscribe/keyring.ts'
import { signUnsubscription, type Unsubscription } from '#shared/domain/unsubscribe/token.ts'
import type { Rendered, TemplateRenderer } from '#shared/ports/template-renderer.ts'
import type { DecidedMessage, DecisionItem, Stores } from '#test/bench/usual/function/stores.ts'

export interface Email extends Omit<Extract<Rendered, { channel: 'email' }>, 'channel' | 'locale'> {
  readonly to: string
  /** Of marketing: where it is unsubscribed from in one click (RULES 4). */
  readonly unsubscribeUrl?: string
}

export interface SendDependencies {
  readonly stores: Pick<Stores, 'contact' | 'keepSent'>
  readonly settings: Settings
  readonly renderer: TemplateRenderer
  /** @returns the provider's id of the message */
  readonly sendEmail: (email: Email) => Promise<string>
  readonly now: () => Date
  readonly unsubscribe: { readonly baseUrl: string; readonly keyring: Keyring }
}

export interface Outgoing {
  readonly decision: DecisionItem
  readonly message: DecidedMessage
  readonly campaign: Campaign
  readonly locale: string | undefined
}

/**
 * Reads the contact, renders the email, sends it, and notes with the decision that it was sent.
 * @returns false where the customer has no address any more
 */
export const sendMessage = ({
  stores,
  settings,
  renderer,
  sendEmail,
  now,
  unsubscribe,
}: SendDependencies) => {
  const unsubscribeUrl = (link: Unsubscription): string =>
    `${unsubscribe.baseUrl}/${signUnsubscription(link, unsubscribe.keyring)}`

  return async ({ decision, message, campaign, locale }: Outgoing): Promise<boolean> => {
    const { customerId, signal } = decision
    const contact = await stores.contact(customerId)
    if (contact?.email === undefined) return false
    const { campaignId, campaignVersion } = message
    const url =
      campaign.purpose === 'marketing'
        ? unsubscribeUrl({ customerId, channel: 'email', campaignId, campaignVersion })
        : undefined
    const rendered = renderer.render({
      campaign: { messages: messagesOf(campaign, message.variant) },
      channel: 'email',
      locale,
      bankLocale: settings.bank.locale,
      timeZone: settings.timeZone,
      variables: templateVariables(campaign, signal, settings, contact.fullName, url),
    })
    if (rendered.channel !== 'email') return false
    const { channel: _, locale: __, ...content } = rendered
    const email = { ...content, to: contact.email, ...(url === undefined ? {} : { unsubscribeUrl: url }) }
    const providerMessageId = await sendEmail(email)
    await stores.keepSent(decision, { campaignId, providerMessageId, at: now().toISOString() })
    return true
  }
}
