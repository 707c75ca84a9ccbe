import type { BatchContext } from '#functions/react-to-events/dependencies.ts'
import type { Work } from '#functions/react-to-events/read-records.ts'
import type { ProfileView } from '#shared/domain/profile/profile-view.ts'
import type { RegisterWrite } from '#shared/domain/profile/register.ts'
import { factVersion } from '#shared/domain/profile/version.ts'
import { assetTier } from '#shared/domain/segments/asset-tier.ts'
import { readyMadeSignal } from '#shared/domain/signals/detect.ts'
import {
  assetTierRaisedSignal,
  newCustomerSignal,
  type TierChange,
} from '#shared/domain/signals/profile-signals.ts'
import { raisedOnlyWhenHeard, type Signal } from '#shared/domain/signals/signal.ts'
import { transactionSignals } from '#shared/domain/signals/transaction-signals.ts'

export type EventWork = Extract<Work, { kind: 'event' }>

/** A signal, with the event it came from and the time its decision is taken at in a replay. */
export interface Moment {
  readonly signal: Signal
  readonly eventId?: string
  readonly time: Date
}

/** What one event says has happened. */
export interface Found {
  readonly moments: readonly Moment[]
  /** To be kept once the moments are decided. */
  readonly tierChange?: TierChange
}

type Context = Pick<BatchContext, 'settings' | 'index'>

/** The tier that the event's assets make, where it is not the one last acted on and no newer assets are known. */
const tierChangeOf = (
  { event }: EventWork,
  view: ProfileView | undefined,
  settings: Context['settings'],
): TierChange | undefined => {
  if (!view || event.detailType !== 'CustomerProfileChanged') return undefined
  const { metadata, data } = event.detail
  const v = factVersion(metadata.occurredAt, metadata.eventId)
  if (data.financialAssets === undefined || view.assetsVersion() !== v) return undefined
  const profile = view.profile()
  const tier = assetTier(profile, settings)
  const previousTier = profile.single.tier
  return tier === previousTier ? undefined : { tier, previousTier, v }
}

const signalsOf = (
  { event }: EventWork,
  view: ProfileView | undefined,
  tierChange: TierChange | undefined,
  settings: Context['settings'],
): (Signal | undefined)[] => {
  switch (event.detailType) {
    case 'TransactionPosted': {
      const account = view?.account(event.detail.data.accountId)
      return transactionSignals(event.detail, account, settings, () => view?.months() ?? new Map())
    }
    case 'CustomerProfileChanged':
      return [newCustomerSignal(event.detail), tierChange && assetTierRaisedSignal(event.detail, tierChange)]
    default:
      return [readyMadeSignal(event)]
  }
}

const isRaised = (signal: Signal, index: Context['index']): boolean =>
  !raisedOnlyWhenHeard.has(signal.type) || index.candidatesFor(signal) !== undefined

/**
 * The moments of one event.
 * @param view the profile with the event's own facts in it; undefined where the event says nothing that is kept
 */
export const momentsOf = (
  work: EventWork,
  view: ProfileView | undefined,
  { settings, index }: Context,
): Found => {
  const { eventId, occurredAt } = work.event.detail.metadata
  const tierChange = tierChangeOf(work, view, settings)
  const moments: Moment[] = []
  for (const signal of signalsOf(work, view, tierChange, settings))
    if (signal && isRaised(signal, index)) moments.push({ signal, eventId, time: new Date(occurredAt) })
  return tierChange ? { moments, tierChange } : { moments }
}

/** What the profile remembers of low-balance signals: the date of the newest (RULES 11 looks back at it). */
export const lowBalanceFacts = (moments: readonly Moment[]): RegisterWrite[] =>
  moments.flatMap(({ signal, eventId }) =>
    signal.type === 'LowBalance' && eventId !== undefined
      ? [
          {
            attribute: 'lowBalance',
            value: { v: factVersion(signal.at, eventId), x: signal.at.slice(0, 10) },
          },
        ]
      : [],
  )
