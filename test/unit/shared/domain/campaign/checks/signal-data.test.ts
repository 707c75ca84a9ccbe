import { expect, it } from 'vitest'
import { bankEventContracts, parseBankEvent } from '#events/registry.ts'
import { signalData } from '#shared/domain/campaign/checks/signal-data.ts'
import type { AccountFacts } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { birthdaySignal } from '#shared/domain/signals/birthday-signal.ts'
import { cardExpiringSignal, readyMadeSignal } from '#shared/domain/signals/detect.ts'
import { assetTierRaisedSignal, newCustomerSignal } from '#shared/domain/signals/profile-signals.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import { transactionSignals } from '#shared/domain/signals/transaction-signals.ts'
import { signalTypeSchema } from '#shared/domain/vocabulary.ts'
import { transaction } from '#test/support/builders/bank-events.ts'

const noon = new Date('2026-06-01T10:00:00Z')
const profileChange = {
  metadata: { eventId: 'E1', occurredAt: '2026-06-01T12:00:00Z', version: 1 as const },
  data: { customerId: 'C1', customerSince: '2026-06-01' },
}

const readyMade = bankEventContracts.flatMap(({ name, example }) => {
  const parsed = parseBankEvent(name, example)
  if (!parsed.ok || parsed.event.detailType === 'BankEventBatch') return []
  return [readyMadeSignal(parsed.event)]
})

const posted = (amount: number, balance: number, kind: 'salary' | 'other', account?: AccountFacts) =>
  transactionSignals(
    transaction('C1', amount, balance, {}, { kind }).detail as never,
    account,
    defaultSettings,
    () => new Map(),
  )

/** Signals of every type, made as in the product, ready-made ones among them. */
const made = [
  ...readyMade,
  ...posted(-5_000_000, 0, 'other'),
  ...posted(5_000_000, 5_000_000, 'salary'),
  ...posted(200_000, -900_000, 'other', { v: 'v', kind: 'loan', currency: 'CZK' }),
  cardExpiringSignal('C1', { cardId: 'K1', expiresOn: '2026-07-01', daysLeft: 30 }, noon),
  birthdaySignal('C1', '2026-06-01', 'gregorian', noon),
  newCustomerSignal(profileChange),
  assetTierRaisedSignal(profileChange, { tier: 'wealth', previousTier: 'mass', v: 'v' }),
].filter((signal): signal is Signal => signal !== undefined)

const kindOf = (value: unknown): string => (typeof value === 'object' ? 'money' : typeof value)

it.each(signalTypeSchema.options.filter((type) => type !== 'Scheduled'))(
  'what a template may expect of %s is what it carries',
  (type) => {
    const ofType = made.filter((signal) => signal.type === type)
    expect(ofType.length).toBeGreaterThan(0)
    const { always, sometimes } = signalData[type]
    const known: Readonly<Record<string, unknown>> = { ...always, ...sometimes }
    for (const { data } of ofType) {
      expect(Object.keys(data)).toEqual(expect.arrayContaining(Object.keys(always)))
      for (const [field, value] of Object.entries(data))
        expect([field, kindOf(value)]).toEqual([field, kindOf(known[field])])
    }
  },
)
