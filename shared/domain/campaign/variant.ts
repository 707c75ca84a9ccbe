import type { Campaign } from '#shared/domain/campaign/campaign.ts'

type Messages = Campaign['messages']

const overlaid = (base: Messages, changes: Messages): Messages => {
  const result: Messages = { ...base }
  for (const [language, templates] of Object.entries(changes))
    result[language] = { ...base[language], ...templates }
  return result
}

/**
 * The messages as a variant has them: where it writes a channel of a language, that one, and else the campaign's.
 * @param variantId undefined for a campaign without variants; one that is not there any more has the campaign's own
 */
export const messagesOf = (
  { messages, variants }: Pick<Campaign, 'messages' | 'variants'>,
  variantId: string | undefined,
): Messages => {
  const variant = variants.find(({ id }) => id === variantId)
  return variant === undefined ? messages : overlaid(messages, variant.messages)
}

/**
 * The variant whose share of [0, 1) the unit falls into, in the order they are written.
 * @param unit at least 0 and below 1, for example unitHash of campaign, version and customer
 * @returns undefined for a campaign without variants
 */
export const chooseVariant = ({ variants }: Pick<Campaign, 'variants'>, unit: number): string | undefined => {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0)
  let upTo = 0
  for (const { id, weight } of variants) {
    upTo += weight
    if (unit * total < upTo) return id
  }
  return undefined
}
