import type { BankEvent } from '#events/registry.ts'
import { withFacts } from '#functions/simulate/memory/profiles.ts'
import { parseProfile } from '#shared/domain/profile/customer-profile.ts'
import { factsOf } from '#shared/domain/profile/facts.ts'
import { transactionElements } from '#shared/domain/profile/month-elements.ts'
import type { RegisterWrite } from '#shared/domain/profile/register.ts'
import { factVersion } from '#shared/domain/profile/version.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { readyMadeSignal } from '#shared/domain/signals/detect.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import { transactionSignals } from '#shared/domain/signals/transaction-signals.ts'
import type { ProfileItem } from '#test/bench/usual/function/stores.ts'

/** What one event makes of a profile that was read, and the moments in it. */
export interface Applied {
  readonly item: ProfileItem
  readonly changed: boolean
  readonly signals: readonly Signal[]
}

const signalsOf = (event: BankEvent, item: ProfileItem, settings: Settings): readonly Signal[] => {
  if (event.detailType !== 'TransactionPosted') return [readyMadeSignal(event) ?? []].flat()
  const profile = parseProfile(item)
  const account = profile.accounts.get(event.detail.data.accountId)
  return transactionSignals(event.detail, account, settings, () => profile.months)
}

const lowBalanceOf = (signals: readonly Signal[], { detail }: BankEvent): RegisterWrite[] =>
  signals
    .filter(({ type }) => type === 'LowBalance')
    .map(({ at }) => ({
      attribute: 'lowBalance',
      value: { v: factVersion(at, detail.metadata.eventId), x: at.slice(0, 10) },
    }))

/** The profile with the event's facts in it, newest fact first as Bellwether keeps them, ready to be written back. */
export const applyEvent = (before: ProfileItem, event: BankEvent, settings: Settings): Applied => {
  const months =
    event.detailType === 'TransactionPosted' ? transactionElements(event.detail, settings) : undefined
  const kept = withFacts(before, factsOf(event).profile, months)
  const { customerId } = before
  const signals = signalsOf(event, { ...kept.item, customerId }, settings)
  const remembered = withFacts(kept.item, lowBalanceOf(signals, event))
  return {
    item: { ...remembered.item, customerId },
    changed: kept.changed || remembered.changed,
    signals,
  }
}
