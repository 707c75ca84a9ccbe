import { type Campaign, signalTypesOf } from '#shared/domain/campaign/campaign.ts'
import { type CampaignIndex, indexCampaigns } from '#shared/domain/campaign/compile.ts'
import type { Condition } from '#shared/domain/campaign/condition.ts'
import { withoutMoment } from '#shared/domain/reach/without-moment.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'

/** What an estimate takes for granted, for people to read. */
export interface Assumption {
  /** Stable. */
  readonly code: 'as-if-live' | 'moment-comes' | 'moment-suits' | 'switches-on' | 'decided-at'
  readonly message: string
}

/** A moment that has not come, for every customer alike. */
export interface Hypothesis {
  readonly index: CampaignIndex
  readonly campaign: Campaign
  readonly settings: Settings
  readonly now: Date
  readonly signalFor: (customerId: string) => Signal
  readonly assumptions: readonly Assumption[]
}

const assumed = (code: Assumption['code'], message: string, holds: boolean): Assumption[] =>
  holds ? [{ code, message }] : []

/** What does not bear on whether somebody is reached is left out: it may ask of the moment, too. */
const hypothetical = (campaign: Campaign): { readonly campaign: Campaign; readonly suits: boolean } => {
  const { pausedBecause: _paused, withdrawnUpTo: _withdrawn, audience, task, trigger, ...rest } = campaign
  const wanted = withoutMoment(audience)
  const { when, ...bareTask } = task ?? { when: undefined }
  const taskWhen = withoutMoment(when)
  const [first] = 'signals' in trigger ? trigger.signals : []
  const isMoment = first !== undefined
  return {
    campaign: {
      ...rest,
      status: 'live',
      trigger: first ? { signals: [{ type: first.type }] } : trigger,
      ...withCondition('audience', isMoment ? wanted.condition : audience),
      ...(task
        ? {
            task: {
              ...(bareTask as typeof task),
              ...withCondition('when', isMoment ? taskWhen.condition : when),
            },
          }
        : {}),
      propensity: { base: 1, adjust: [] },
      context: [],
    },
    suits: isMoment && (first.where !== undefined || wanted.changed || taskWhen.changed),
  }
}

const withCondition = <Key extends string>(key: Key, condition: Condition | undefined) =>
  (condition === undefined ? {} : { [key]: condition }) as { readonly [K in Key]?: Condition }

/**
 * One campaign alone, as if it were live and its moment came to every customer at once: those who would be reached are an
 * upper bound of a campaign with signals, since most of them do not come to most customers.
 * @param now the moment; the campaign's first valid one, where that is later
 */
export const hypothesisOf = (given: Campaign, settings: Settings, now: Date): Hypothesis => {
  const { campaign, suits } = hypothetical(given)
  const begins = given.validFrom === undefined ? now : new Date(given.validFrom)
  const at = begins > now ? begins : now
  const [type = 'Scheduled'] = signalTypesOf(campaign)
  const data = type === 'Scheduled' ? { campaignId: campaign.id } : {}
  const { operations } = settings
  const iso = at.toISOString()
  return {
    campaign,
    index: indexCampaigns([campaign]),
    settings: { ...settings, operations: { marketing: 'on', service: 'on' } },
    now: at,
    signalFor: (customerId) => ({ type, id: `Hypothetical:${campaign.id}`, customerId, at: iso, data }),
    assumptions: [
      ...assumed('decided-at', `decided at ${iso}, with consents, caps and complaints as they are now`, true),
      ...assumed('as-if-live', 'as if the campaign were live, and no other spoke', true),
      ...assumed('moment-comes', `as if ${type} came to every customer`, type !== 'Scheduled'),
      ...assumed('moment-suits', 'conditions on the moment itself are taken to hold', suits),
      ...assumed(
        'switches-on',
        'operators’ switches that are off are taken to be on',
        operations[campaign.purpose] !== 'on',
      ),
    ],
  }
}
