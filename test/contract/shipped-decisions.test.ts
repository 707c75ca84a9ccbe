import { describe, expect, it } from 'vitest'
import { readExampleCampaigns, readStarterCampaigns } from '#infra/seed/shipped-campaigns.ts'
import { indexCampaigns } from '#shared/domain/campaign/compile.ts'
import { plannedMessage, plannedTask } from '#shared/domain/decision/actions.ts'
import { decide } from '#shared/domain/decision/decide.ts'
import { type CustomerProfile, unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import type { SignalType } from '#shared/domain/vocabulary.ts'

const campaigns = indexCampaigns([...readStarterCampaigns(), ...readExampleCampaigns()])
/** A Wednesday, noon in Prague. */
const now = new Date('2026-06-03T10:00:00.000Z')
const at = now.toISOString()
const crowns = (minorUnits: number) => ({ minorUnits, currency: 'CZK' })
const account = (kind: 'current' | 'credit') => new Map([['A1', { v: '1', kind, currency: 'CZK' }]])
const months = (...elements: string[]) =>
  new Map(['2026-03', '2026-04', '2026-05'].map((month) => [month, new Set(elements)]))

type Differs = Partial<Omit<CustomerProfile, 'single'>> & { readonly single?: CustomerProfile['single'] }

/** Forty-one, a customer for years, agrees to everything, and is in no campaign's control group. */
const customer = ({ single, ...differs }: Differs = {}): CustomerProfile => ({
  ...unknownProfile('C9'),
  known: true,
  accounts: account('current'),
  balances: new Map([['A1', { v: '1', minor: 5_000_000, currency: 'CZK' }]]),
  consents: new Map(['email', 'sms', 'inapp'].map((channel) => [`marketing:${channel}`, true])),
  months: months('1', '2', '3', '4', '0'),
  ...differs,
  single: {
    birthDate: '1985-03-15',
    timeZone: 'Europe/Prague',
    customerSince: '2015-01-01',
    financialAssets: crowns(5_000_000),
    reach: ['email', 'phone'],
    ...single,
  },
})

const decideOn = (type: SignalType, data: Signal['data'], profile: CustomerProfile) => {
  const signal: Signal = { type, id: `${type}:1`, customerId: profile.customerId, at, data }
  const decision = decide({ signal, profile, settings: defaultSettings, now }, campaigns)
  return {
    fateOf: (id: string) => decision.fates().find(({ compiled }) => compiled.campaign.id === id)?.fate,
    actions: decision.winners.map((winner) => [
      winner.compiled.campaign.id,
      ...(plannedMessage(winner, decision.circumstances) ? ['message'] : []),
      ...(plannedTask(winner, decision.circumstances) ? ['task'] : []),
    ]),
  }
}

const withAmount = { accountId: 'A1', amount: crowns(6_000_000) }
const withBalance = { accountId: 'A1', balance: crowns(43_000) }
const expiring = (product: string) => ({ cardId: 'K1', expiresOn: '2026-07-03', daysLeft: 30, product })
const birthday = (calendar: string) => ({ on: '2026-06-03', calendar })
const raised = { tier: 'wealth', previousTier: 'mass' }
const monthly = { campaignId: 'dormant-gold-card' }
const goldCard = new Map([['K1', { v: '1', product: 'gold', expiresOn: '2029-12-31' }]])
const unused = { cards: goldCard, months: months('1', '2') }
const assessed = (level: number, expiresOn = '2027-01-01') => ({
  single: { riskTolerance: { level, expiresOn } },
})
const rich = { financialAssets: crowns(60_000_000) }
const vulnerability = { reason: 'bereavement', reviewOn: '2026-12-01' }
const newHere = { single: { customerSince: '2026-05-28' } }

describe('each shipped campaign alone speaks to whom it is meant for', () => {
  it.each<[string, string, SignalType, Signal['data'], Differs, string[]]>([
    ['birthday-greeting', 'on a birthday', 'Birthday', birthday('gregorian'), {}, ['message']],
    ['lunar-birthday', 'on a Chinese birthday', 'Birthday', birthday('chinese'), {}, ['message']],
    ['card-renewal-reminder', 'of any card', 'CardExpiring', expiring('debit-classic'), {}, ['message']],
    ['foreign-card-renewal', 'of a card for abroad', 'CardExpiring', expiring('travel'), {}, ['message']],
    ['low-balance-care', 'early', 'LowBalance', withBalance, {}, ['message']],
    ['large-withdrawal-care', 'in the prime of life', 'LargeWithdrawal', withAmount, {}, ['message']],
    [
      'large-withdrawal-care',
      'at 77 through a person',
      'LargeWithdrawal',
      withAmount,
      { single: { birthDate: '1949-01-01' } },
      ['task'],
    ],
    [
      'large-withdrawal-care',
      'in hard times through a person',
      'LargeWithdrawal',
      withAmount,
      { single: { vulnerability } },
      ['task'],
    ],
    ['salary-arrived', 'on payday', 'SalaryArrived', withAmount, {}, ['message']],
    ['large-deposit-savings', 'of modest means', 'LargeDeposit', withAmount, {}, ['message']],
    [
      'large-deposit-savings',
      'of wealth through the manager',
      'LargeDeposit',
      withAmount,
      { single: { ...rich, relationshipManagerId: 'M1' } },
      ['task'],
    ],
    [
      'large-deposit-savings',
      'of wealth without a manager',
      'LargeDeposit',
      withAmount,
      { single: rich },
      ['message'],
    ],
    ['dormant-gold-card', 'who has left it in a drawer', 'Scheduled', monthly, unused, ['message']],
    [
      'new-customer-first-weeks',
      'who has just come',
      'NewCustomer',
      { on: '2026-05-28' },
      newHere,
      ['message'],
    ],
    ['wealth-tier-welcome', 'with a tolerance', 'AssetTierRaised', raised, assessed(2), ['message', 'task']],
    ['loan-nearly-repaid', 'who has repaid', 'LoanNearlyRepaid', withBalance, {}, ['message']],
  ])('%s, %s', (id, _, type, data, profile, actions) => {
    expect(decideOn(type, data, customer(profile)).actions).toEqual([[id, ...actions]])
  })
})

describe('no shipped campaign speaks to whom it is not meant for', () => {
  const optedOut = { consents: new Map(['email', 'sms', 'inapp'].map((one) => [`service:${one}`, false])) }
  const poor = { balances: new Map([['A1', { v: '1', minor: 100_000, currency: 'CZK' }]]) }
  const holder = (product: string) => ({ single: { products: [product] } })

  it.each<[string, string, SignalType, Signal['data'], Differs, string | undefined]>([
    ['birthday-greeting', 'a stranger still', 'Birthday', birthday('gregorian'), newHere, 'audience'],
    ['birthday-greeting', 'on the other calendar', 'Birthday', birthday('chinese'), {}, undefined],
    ['lunar-birthday', 'a stranger still', 'Birthday', birthday('chinese'), newHere, 'audience'],
    ['lunar-birthday', 'on the other calendar', 'Birthday', birthday('gregorian'), {}, undefined],
    ['card-renewal-reminder', 'a card with its own', 'CardExpiring', expiring('travel'), {}, 'outranked'],
    ['foreign-card-renewal', 'a card for home', 'CardExpiring', expiring('debit-classic'), {}, undefined],
    ['low-balance-care', 'credit', 'LowBalance', withBalance, { accounts: account('credit') }, 'audience'],
    ['large-withdrawal-care', 'opted out', 'LargeWithdrawal', withAmount, optedOut, 'no-consent'],
    ['salary-arrived', 'gone already', 'SalaryArrived', withAmount, poor, 'audience'],
    ['salary-arrived', 'inactive', 'SalaryArrived', withAmount, { months: new Map() }, 'audience'],
    ['salary-arrived', 'has it', 'SalaryArrived', withAmount, holder('savings-standing-order'), 'audience'],
    [
      'salary-arrived',
      'vulnerable',
      'SalaryArrived',
      withAmount,
      { single: { vulnerability } },
      'vulnerable',
    ],
    ['large-deposit-savings', 'has it', 'LargeDeposit', withAmount, holder('term-deposit'), 'audience'],
    [
      'large-deposit-savings',
      'never agreed',
      'LargeDeposit',
      withAmount,
      { consents: new Map() },
      'no-consent',
    ],
    ['dormant-gold-card', 'uses it', 'Scheduled', monthly, { cards: goldCard }, 'audience'],
    ['dormant-gold-card', 'has none', 'Scheduled', monthly, { months: months('1') }, 'audience'],
    ['new-customer-first-weeks', 'loaded late', 'NewCustomer', { on: '2015-01-01' }, {}, 'audience'],
    ['wealth-tier-welcome', 'not assessed', 'AssetTierRaised', raised, {}, 'assessment-missing'],
    [
      'wealth-tier-welcome',
      'assessed long ago',
      'AssetTierRaised',
      raised,
      assessed(4, '2026-01-01'),
      'assessment-expired',
    ],
    ['wealth-tier-welcome', 'too careful', 'AssetTierRaised', raised, assessed(1), 'unsuitable'],
    ['loan-nearly-repaid', 'has it', 'LoanNearlyRepaid', withBalance, holder('savings-plan'), 'audience'],
    [
      'loan-nearly-repaid',
      'complaining',
      'LoanNearlyRepaid',
      withBalance,
      { single: { openComplaint: true } },
      'open-complaint',
    ],
  ])('%s, %s', (id, _, type, data, profile, fate) => {
    const { actions, fateOf } = decideOn(type, data, customer(profile))
    expect(actions.map(([winner]) => winner)).not.toContain(id)
    expect(fateOf(id)).toBe(fate)
  })
})
