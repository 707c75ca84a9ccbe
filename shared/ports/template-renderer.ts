import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { TemplateVariables } from '#shared/domain/message/template-variables.ts'
import type { Channel } from '#shared/domain/vocabulary.ts'

export interface RenderRequest {
  readonly campaign: Pick<Campaign, 'messages'>
  readonly channel: Channel
  /** The customer's language (BCP 47), if known. */
  readonly locale: string | undefined
  /** The bank's own, for customers whose language is unknown or not written. */
  readonly bankLocale?: string | undefined
  /** IANA zone that instants are shown in. */
  readonly timeZone: string
  readonly variables: TemplateVariables
}

/** A rendered message; `locale` is the language that was chosen. */
export type Rendered =
  | {
      readonly channel: 'email'
      readonly locale: string
      readonly subject: string
      readonly text: string
      readonly html?: string
    }
  | { readonly channel: 'sms'; readonly locale: string; readonly text: string }
  | { readonly channel: 'inapp'; readonly locale: string; readonly title: string; readonly text: string }

/** Depends on nothing but its argument, so that a preview shows exactly what would be sent. */
export interface TemplateRenderer {
  /**
   * @throws PermanentError `template-missing` when no language has the channel, `template-error` when a template is
   *   wrong, asks for what is not there, or exceeds its limits
   */
  render(request: RenderRequest): Rendered
}
