import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import {
  type CampaignProblem,
  type Check,
  errorAt,
  quoted,
  warningAt,
} from '#shared/domain/campaign/checks/problem.ts'
import { folded, shownText, type WrittenText, writtenTexts } from '#shared/domain/campaign/checks/texts.ts'

// Whoever may write a draft may send a text that is made to keep these busy, hence their bounds: without them they take
// seconds for 20,000 characters of nothing but "<a " or "1".

/**
 * How a link is marked as an offer: an `<a>` with the attribute `data-offer` (of any value), or an address with the
 * query parameter `offer`, in plain text too: `https://bank.example/savings?offer=SV1`.
 */
const OFFER_LINK = /<a\b[^>]{0,2000}?\sdata-offer\b|[?&](?:amp;)?offer=/i

/** A rate or a discount, in text that is folded. A value that is filled in counts as a digit. */
const RATE = [
  /\d(?:[\d.,]{0,15}\d)? ?(?:%|‰|٪|percent|per cent|procent)/,
  /百分之/,
  /\d ?折/,
  /\b(?:apr|apy|rpsn) ?:? ?\d/,
  /年利率|年化|利率(?:低至|高达|仅)|优惠|優惠|折扣|打折|返现|特惠/,
  /\b(?:discount|cashback|cash back|special offer|limited offer|exclusive offer)/,
  /\b(?:slev[auyo]|zvyhodnen|akcni nabidk|specialni nabidk)/,
]

const ANCHOR = /<a\b[^>]{0,2000}>([\s\S]{0,2000}?)<\/a\s{0,20}>/gi

/** What a link says that leads to an offer. */
const OFFER_WORDS =
  /\boffers?\b|\bapply (?:now|here|today)|\b(?:buy|order|invest|subscribe) now|立即(?:申请|办理|购买|领取|投资)|马上申请|申请办理|nabidk|sjednat|zazadat|koupit/

const marksOffer = (text: WrittenText): boolean =>
  OFFER_LINK.test(text.text) ||
  [...text.text.matchAll(ANCHOR)].some(([, inside = '']) =>
    OFFER_WORDS.test(folded(shownText({ part: 'html', text: inside }, ''))),
  )

const rateIn = (text: WrittenText): string | undefined => {
  const shown = folded(shownText(text, '0'))
  return RATE.map((pattern) => pattern.exec(shown)?.[0]).find((found) => found !== undefined)
}

const markedParts = ({ offer, product }: Campaign): CampaignProblem[] => [
  ...(offer
    ? [
        errorAt(
          ['offer'],
          'offer-in-service',
          'a service campaign offers nothing: its purpose is "marketing" (rule 1)',
        ),
      ]
    : []),
  ...(product
    ? [
        errorAt(
          ['product'],
          'offer-in-service',
          'a service campaign names no product: its purpose is "marketing" (rule 1)',
        ),
      ]
    : []),
]

/** RULES 1, of one text: as it is written, or as it was rendered. */
export const offersIn = (text: WrittenText): CampaignProblem[] => {
  const rate = rateIn(text)
  return [
    ...(rate === undefined
      ? []
      : [
          errorAt(
            text.path,
            'rate-in-service',
            `${quoted(rate)} reads as a rate or a discount, which makes this marketing (rule 1): take it out, or change the purpose`,
          ),
        ]),
    ...(marksOffer(text)
      ? [
          errorAt(
            text.path,
            'offer-in-service',
            'a link to an offer makes this marketing (rule 1): take it out, or change the purpose',
          ),
        ]
      : []),
  ]
}

/** RULES 1: what carries an offer is marketing, whatever it says it is. */
export const offerProblems: Check = (campaign) => {
  const texts = writtenTexts(campaign)
  if (campaign.purpose === 'service') return [...markedParts(campaign), ...texts.flatMap(offersIn)]
  const offers = campaign.product !== undefined || texts.some(marksOffer)
  return offers && !campaign.offer
    ? [warningAt(['offer'], 'offer-not-marked', 'the campaign offers something: say "offer: true"')]
    : []
}
