import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import {
  aContact,
  anAccount,
  anOffer,
  aProfile,
  aSignal,
  type Case,
  consents,
  decideOn,
  marked,
} from '#test/support/builders/subjects.ts'

/** Everything a rule tells apart, each about the same moments and by email only. */
const trigger = {
  signals: [{ type: 'LargeDeposit' as const }, { type: 'LargeWithdrawal' as const }],
}
const channels: Campaign['channels'] = ['email']
const task = { mode: 'instead' as const, dueWithinHours: 4, title: { en: 'Call' } }
const offering = (product: NonNullable<Campaign['product']>) => anOffer({ trigger, channels, product })
const credit = { code: 'CR1', kind: 'credit' as const }
const fund = (risk: number) => ({ code: `FUND${risk}`, kind: 'investment' as const, risk: [risk] })

const kinds = {
  service: aCampaign({ trigger, channels }),
  'service task': aCampaign({ trigger, channels: [], task }),
  'service credit': aCampaign({ trigger, channels, product: credit }),
  'no product': aCampaign({ purpose: 'marketing', trigger, channels }),
  deposit: offering({ code: 'SV1', kind: 'deposit' }),
  'deposit task': anOffer({ trigger, channels: [], task }),
  credit: offering(credit),
  'credit task': anOffer({ trigger, channels: [], task, product: credit }),
  R1: offering(fund(1)),
  R2: offering(fund(2)),
  R3: offering(fund(3)),
  R4: offering(fund(4)),
  R5: offering(fund(5)),
  'R5 task': anOffer({ trigger, channels: [], task, product: fund(5) }),
} satisfies Record<string, Campaign>
type Kind = keyof typeof kinds

const all = Object.keys(kinds) as Kind[]
const having = (part: RegExp) => (kind: Kind) => part.test(kind)
const sending = all.filter((kind) => !having(/task/)(kind))
const service = all.filter(having(/^service/))
const marketing = all.filter((kind) => !service.includes(kind))
const investment = all.filter(having(/^R\d/))
const creditKinds = all.filter(having(/credit/))
const both = (one: readonly Kind[], other: readonly Kind[]) => one.filter((kind) => other.includes(kind))

const deposit = aSignal({ type: 'LargeDeposit', id: 'LargeDeposit:E1' })
const withdrawal = aSignal({ type: 'LargeWithdrawal', id: 'LargeWithdrawal:E1' })
const fit = { riskTolerance: { level: 5, expiresOn: '2027-01-01' } }
const approvals = { vulnerable: { approvedBy: 'x' }, distressHelp: { approvedBy: 'x' } }

interface Row extends Case {
  readonly what: string
  readonly single?: Parameters<typeof aProfile>[0]
  readonly rest?: Parameters<typeof aProfile>[1]
  /** What the campaign has beside its kind. */
  readonly differs?: Partial<Campaign>
  /** The fate of the kinds that the rule is about: a code, or `task` where a person takes over. */
  readonly fates: Readonly<Record<string, readonly Kind[]>>
}

const rows: readonly Row[] = [
  { what: 'nothing speaks against anything', fates: {} },
  ...(['drain', 'stop'] as const).flatMap((position) => [
    {
      what: `marketing: ${position}`,
      settings: { operations: { service: 'on' as const, marketing: position } },
      fates: { stopped: marketing },
    },
    {
      what: `service: ${position}`,
      settings: { operations: { service: position, marketing: 'on' as const } },
      fates: { stopped: service },
    },
  ]),
  { what: 'paused', differs: { status: 'paused' }, fates: { 'not-live': all } },
  { what: 'over', differs: { validUntil: '2026-06-01T10:00:00Z' }, fates: { 'not-valid': all } },
  { what: 'late', now: '2026-06-02T09:30:00Z', fates: { 'signal-expired': all } },
  { what: 'unknown', profile: unknownProfile('C1'), fates: { 'customer-unknown': all } },
  {
    what: 'account closed',
    rest: { accounts: new Map([['A1', anAccount({ closedOn: '2026-05-31' })]]) },
    fates: { 'account-closed': all },
  },
  {
    what: 'no consent at all',
    rest: { consents: consents() },
    fates: { 'no-consent': both(marketing, sending) },
  },
  {
    what: 'service email opted out',
    rest: { consents: consents('marketing:email', '!service:email') },
    fates: { 'no-consent': both(service, sending) },
  },
  ...(['bounced', 'opted-out'] as const).map((reason) => ({
    what: `email ${reason}`,
    rest: { suppressions: new Map([['email', { reason, since: '' }]]) },
    fates: { suppressed: sending },
  })),
  ...(['complained', 'unsubscribed'] as const).map((reason) => ({
    what: `email ${reason}`,
    rest: { suppressions: new Map([['email', { reason, since: '' }]]) },
    fates: { suppressed: both(marketing, sending) },
  })),
  {
    what: 'vulnerable',
    single: { vulnerability: marked },
    fates: { vulnerable: [...marketing, 'service credit'] },
  },
  {
    what: 'vulnerable, but approved',
    single: { vulnerability: marked },
    differs: { flags: approvals },
    fates: { vulnerable: creditKinds },
  },
  {
    what: 'a complaint is open',
    single: { openComplaint: true },
    fates: { 'open-complaint': marketing },
  },
  {
    what: 'a senior withdrew much',
    signal: withdrawal,
    single: { birthDate: '1961-06-01' },
    fates: { task: both(marketing, sending) },
  },
  {
    what: 'someone vulnerable withdrew much, marketing approved',
    signal: withdrawal,
    single: { vulnerability: marked },
    differs: { flags: approvals },
    fates: {
      vulnerable: creditKinds,
      task: both(marketing, sending).filter((kind) => !creditKinds.includes(kind)),
    },
  },
  { what: 'somebody else withdrew much', signal: withdrawal, fates: {} },
  {
    what: 'a senior',
    single: { birthDate: '1961-06-01' },
    fates: { task: ['R3', 'R4', 'R5'] },
  },
  { what: 'a day before', single: { birthDate: '1961-06-02' }, fates: {} },
  {
    what: 'not assessed',
    profile: aProfile(),
    fates: { 'assessment-missing': investment },
  },
  {
    what: 'assessed too long ago',
    single: { riskTolerance: { level: 5, expiresOn: '2026-05-31' } },
    fates: { 'assessment-expired': investment },
  },
  ...[1, 2, 3, 4].map((level) => ({
    what: `tolerance C${level}`,
    single: { riskTolerance: { level, expiresOn: '2026-06-01' } },
    fates: { unsuitable: investment.filter((kind) => Number(kind[1]) > level) },
  })),
  {
    what: 'in the red',
    rest: { balances: new Map([['A1', { v: '', minor: -1, currency: 'CZK' }]]) },
    fates: { distress: creditKinds },
  },
  {
    what: 'a low balance ten days ago',
    single: { lowBalance: '2026-05-22' },
    fates: { distress: creditKinds },
  },
  {
    what: 'in the red, help approved',
    rest: { balances: new Map([['A1', { v: '', minor: -1, currency: 'CZK' }]]) },
    differs: { flags: approvals },
    fates: {},
  },
  {
    what: 'personalisation off',
    single: { personalisation: false },
    fates: { 'no-personalisation': marketing },
  },
  {
    what: 'not the audience',
    differs: { audience: { field: 'customer.age', op: 'lt', value: 18 } },
    fates: { audience: all },
  },
  {
    what: 'marketing an hour ago',
    rest: { recentContacts: [aContact('2026-06-01T09:00:00Z')] },
    fates: { capped: both(marketing, sending) },
  },
  {
    what: 'service an hour ago, where it has a cap',
    rest: { recentContacts: [aContact('2026-06-01T09:00:00Z', { purpose: 'service' })] },
    settings: { caps: { marketing: { perDay: 1, perWeek: 3 }, service: { perDay: 1, perWeek: 7 } } },
    fates: { capped: both(service, sending) },
  },
  {
    what: 'service an hour ago, where it has none',
    rest: { recentContacts: [aContact('2026-06-01T09:00:00Z', { purpose: 'service' })] },
    fates: {},
  },
  {
    what: 'both an hour ago, and the law demands it',
    rest: {
      recentContacts: [
        aContact('2026-06-01T09:00:00Z'),
        aContact('2026-06-01T09:00:00Z', { purpose: 'service' }),
      ],
    },
    settings: { caps: { marketing: { perDay: 1, perWeek: 3 }, service: { perDay: 1, perWeek: 7 } } },
    differs: { flags: { mandatoryNotice: { approvedBy: 'x' } } },
    fates: {},
  },
  {
    what: 'one’s own pause',
    rest: {
      recentContacts: [
        aContact('2026-05-25T09:00:00Z', { purpose: 'service', own: { campaign: 'low-balance', days: 10 } }),
        aContact('2026-05-25T09:00:00Z', { own: { campaign: 'offer', days: 10 } }),
      ],
    },
    differs: { minDaysBetween: 10 },
    fates: { capped: sending },
  },
  { what: 'no address', single: { reach: ['phone'] }, fates: { unreachable: sending } },
  {
    what: 'hours that never come',
    settings: { marketingHours: { from: 8, to: 8 } },
    fates: { 'quiet-hours': both(marketing, sending) },
  },
  {
    what: 'night: marketing waits',
    signal: { ...deposit, at: '2026-06-01T22:00:00.000Z' },
    now: '2026-06-01T22:30:00Z',
    fates: { held: both(marketing, sending) },
  },
]

/** `won` for what goes out at once, or is the task that the campaign itself makes. */
const fateIn = (row: Row, kind: Kind): string => {
  const campaign = { ...kinds[kind], ...row.differs }
  const profile = row.profile ?? aProfile({ ...fit, ...row.single }, row.rest)
  const decision = decideOn([campaign], { signal: deposit, ...row, profile })
  const fate = decision.fates()[0]?.fate ?? 'no candidate'
  if (decision.winners.some(({ handedOver }) => handedOver !== undefined)) return 'task'
  const waits = decision.winners.some(({ compiled, channels: open }) => open !== 0 && compiled.marketing)
  const { marketingFrom, subject } = decision.circumstances
  return waits && (marketingFrom ?? subject.now) > subject.now ? 'held' : fate
}

describe('which rule is about which kind of campaign', () => {
  it.each(rows)('$what', (row) => {
    const expected = Object.fromEntries(
      all.map((kind) => [
        kind,
        Object.entries(row.fates).find(([, affected]) => affected.includes(kind))?.[0] ?? 'won',
      ]),
    )
    expect(Object.fromEntries(all.map((kind) => [kind, fateIn(row, kind)]))).toEqual(expected)
  })
})

describe('the control group', () => {
  it.each(all)('is kept from everything: %s', (kind) => {
    const fates = Array.from({ length: 64 }, (_, index) => {
      const profile = { ...aProfile(fit), customerId: `C${index}` }
      return decideOn([{ ...kinds[kind], holdout: 0.5 }], { signal: deposit, profile }).fates()[0]?.fate
    })
    expect(new Set(fates)).toEqual(new Set(['holdout', 'won']))
  })
})
