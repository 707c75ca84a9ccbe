import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import type { Fact } from '#shared/domain/vocabulary.ts'

/** What a template may use. `customer` is not there for the in-app inbox, which is kept without PII. */
export interface TemplateVariables {
  readonly customer?: { readonly name: string; readonly firstName: string }
  readonly bank: Settings['bank']
  readonly campaign: { readonly name: string }
  readonly signal: Readonly<Record<string, Fact>>
  /** Of marketing emails only: a service message is not unsubscribed from. */
  readonly unsubscribe?: { readonly url: string }
}

const CONTROL_OR_SPACE = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu
/** Scripts that write the family name first and without a space: the whole name is how one is addressed. */
const WHOLE_NAME_SCRIPT = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u

/** The given name of `Ing. Jana Nováková`; of 王小明 the name as it is. */
export const firstNameOf = (fullName: string): string => {
  if (WHOLE_NAME_SCRIPT.test(fullName)) return fullName
  const words = fullName.split(' ').filter((word) => !word.endsWith('.'))
  return words[0] ?? fullName
}

/**
 * @param fullName left out for channels without PII
 * @param unsubscribeUrl of a marketing email
 */
export const templateVariables = (
  campaign: Pick<Campaign, 'name'>,
  signal: Pick<Signal, 'data'>,
  settings: Pick<Settings, 'bank'>,
  fullName?: string,
  unsubscribeUrl?: string,
): TemplateVariables => {
  const name = fullName?.replace(CONTROL_OR_SPACE, ' ').trim()
  return {
    ...(name === undefined ? {} : { customer: { name, firstName: firstNameOf(name) } }),
    bank: settings.bank,
    campaign: { name: campaign.name },
    signal: signal.data,
    ...(unsubscribeUrl === undefined ? {} : { unsubscribe: { url: unsubscribeUrl } }),
  }
}
