import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { riskOf } from '#shared/domain/campaign/compile.ts'
import type { NamedValue } from '#shared/domain/explain/explanation.ts'
import type { GateName } from '#shared/domain/explain/gate-steps.ts'
import type { Fact } from '#shared/domain/vocabulary.ts'

type Values = Readonly<Record<string, Fact | undefined>>

const channels = ({ channels: wanted }: Campaign): Values => ({
  'campaign.channels': wanted.join(',') || 'none',
})

const approver = (flag: Campaign['flags'][keyof Campaign['flags']]): string | undefined => flag?.approvedBy

/** What of the campaign's own version a gate compared with the customer's values. */
const asks: Readonly<Record<GateName, (campaign: Campaign) => Values>> = {
  live: ({ validFrom, validUntil }) => ({
    'campaign.validFrom': validFrom,
    'campaign.validUntil': validUntil,
  }),
  fresh: ({ expiresAfterHours }) => ({ 'campaign.expiresAfterHours': expiresAfterHours }),
  holdout: ({ holdout }) => ({ 'campaign.holdout': holdout }),
  exclusions: () => ({}),
  consent: (campaign) => ({ 'campaign.purpose': campaign.purpose, ...channels(campaign) }),
  suppression: channels,
  vulnerability: ({ flags }) => ({ 'campaign.vulnerable': approver(flags.vulnerable) }),
  'care-first': () => ({}),
  'open-complaint': () => ({}),
  suitability: (campaign) => ({ 'campaign.risk': riskOf(campaign) || undefined }),
  distress: ({ product, flags }) => ({
    'campaign.product': product?.kind,
    'campaign.distressHelp': approver(flags.distressHelp),
  }),
  personalisation: () => ({}),
  audience: () => ({}),
  'frequency-cap': ({ minDaysBetween, flags }) => ({
    'campaign.minDaysBetween': minDaysBetween,
    'campaign.mandatoryNotice': approver(flags.mandatoryNotice),
  }),
  reachable: channels,
  'quiet-hours': ({ validUntil }) => ({ 'campaign.validUntil': validUntil }),
}

export const campaignValues = (gate: GateName, campaign: Campaign | undefined): NamedValue[] =>
  campaign
    ? Object.entries(asks[gate](campaign)).flatMap(([name, value]) =>
        value === undefined ? [] : [{ name, value }],
      )
    : []
