import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'
import type { NamedValue } from '#shared/domain/explain/explanation.ts'
import type { GateName } from '#shared/domain/explain/gate-steps.ts'
import type { Fact } from '#shared/domain/vocabulary.ts'

type Values = Readonly<Record<string, Fact | undefined>>

const channels = ({ channels: wanted }: Campaign): Values => ({
  'campaign.channels': wanted.join(',') || 'none',
})

const approver = (flag: Campaign['flags'][keyof Campaign['flags']]): string | undefined => flag?.approvedBy

/** What of the campaign's own version a gate compared with the customer's values. */
const asks: Readonly<Record<GateName, (campaign: Campaign, compiled: CompiledCampaign) => Values>> = {
  operations: () => ({}),
  live: ({ validFrom, validUntil }) => ({
    'campaign.validFrom': validFrom,
    'campaign.validUntil': validUntil,
  }),
  fresh: ({ expiresAfterHours }) => ({ 'campaign.expiresAfterHours': expiresAfterHours }),
  holdout: ({ holdout }) => ({ 'campaign.holdout': holdout }),
  exclusions: () => ({}),
  consent: channels,
  suppression: channels,
  vulnerability: ({ flags }) => ({ 'campaign.vulnerable': approver(flags.vulnerable) }),
  'care-first': () => ({}),
  'open-complaint': () => ({}),
  suitability: (_, { risk }) => ({ 'campaign.risk': risk }),
  distress: ({ product }) => ({ 'campaign.product': product?.kind }),
  personalisation: () => ({}),
  audience: () => ({}),
  'frequency-cap': ({ minDaysBetween }) => ({ 'campaign.minDaysBetween': minDaysBetween }),
  reachable: channels,
  'quiet-hours': ({ validUntil }) => ({ 'campaign.validUntil': validUntil }),
}

export const campaignValues = (gate: GateName, compiled: CompiledCampaign | undefined): NamedValue[] =>
  compiled
    ? Object.entries(asks[gate](compiled.campaign, compiled)).flatMap(([name, value]) =>
        value === undefined ? [] : [{ name, value }],
      )
    : []
