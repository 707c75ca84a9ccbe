import type { Fact, SignalType } from '#shared/domain/vocabulary.ts'

/** What a signal carries into templates: a plausible value each, on the long side. */
export interface SignalData {
  /** There with every such signal. */
  readonly always: Readonly<Record<string, Fact>>
  /** There with some: a template asks first, `{% if signal.threshold %}`. */
  readonly sometimes: Readonly<Record<string, Fact>>
}

const money = { minorUnits: 123_456_78, currency: 'CZK' }

/** What stood out, where the customer's own months decided (docs/adr/0008). */
const compared = { months: 6, usualLargest: money }

/** Variables under `signal.` by type, as shared/domain/signals makes them. */
export const signalData: Readonly<Record<SignalType, SignalData>> = {
  LowBalance: { always: { accountId: 'A1', balance: money }, sometimes: { threshold: money } },
  LargeWithdrawal: { always: { accountId: 'A1', amount: money }, sometimes: compared },
  LargeDeposit: { always: { accountId: 'A1', amount: money }, sometimes: compared },
  CardExpiring: {
    always: { cardId: 'K1', expiresOn: '2027-12-31', daysLeft: 30 },
    sometimes: { product: 'debit-classic' },
  },
  Birthday: { always: { on: '2027-06-02', calendar: 'gregorian' }, sometimes: {} },
  SalaryArrived: { always: { accountId: 'A1', amount: money }, sometimes: {} },
  NewCustomer: { always: { on: '2027-06-02' }, sometimes: {} },
  AssetTierRaised: { always: { tier: 'wealth', previousTier: 'mass' }, sometimes: {} },
  LoanNearlyRepaid: { always: { accountId: 'A1', balance: money }, sometimes: {} },
  Scheduled: { always: { campaignId: 'a-campaign' }, sometimes: {} },
}
