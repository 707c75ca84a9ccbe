import fc from 'fast-check'
import type { DecisionSubject } from '#shared/domain/decision/circumstances.ts'
import type { CustomerProfile, RecentContact, Suppression } from '#shared/domain/profile/customer-profile.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import { type Channel, channelSchema, type SignalType } from '#shared/domain/vocabulary.ts'
import { settingsArbitrary, zones } from '#test/support/arbitraries/settings.ts'

const HOUR_MS = 3_600_000
const channel = fc.constantFrom<Channel>(...channelSchema.options)

/** Instants of one year by the second: every season, both changes of the clocks. */
export const instantArbitrary: fc.Arbitrary<Date> = fc
  .integer({ min: Date.UTC(2026, 0, 1) / 1000, max: Date.UTC(2026, 11, 31) / 1000 })
  .map((seconds) => new Date(seconds * 1000))

/** Mostly this one. */
const mostly = <T>(usual: T, others: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others })

const daysBefore = (now: Date, days: number): string =>
  new Date(now.getTime() - days * 24 * HOUR_MS).toISOString().slice(0, 10)

/** Dates around the bounds that rules have, seen from `now`. */
const dateNear = (now: Date, ...days: readonly number[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...days), fc.integer({ min: -1, max: 1 }))
    .map(([about, off]) => daysBefore(now, about + off))

const birthDate = (now: Date): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.oneof(fc.integer({ min: 16, max: 59 }), fc.integer({ min: 60, max: 71 })),
      fc.integer({ min: -1, max: 1 }),
    )
    .map(([age, off]) => `${now.getUTCFullYear() - age}${daysBefore(now, off).slice(4)}`)

type Single = CustomerProfile['single']

const singleArbitrary = (now: Date): fc.Arbitrary<Single> =>
  fc
    .record({
      timeZone: fc.option(mostly<string>(zones[0], fc.constantFrom(...zones, 'Mars/Olympus')), {
        nil: undefined,
      }),
      birthDate: fc.option(birthDate(now), { nil: undefined, freq: 8 }),
      locale: fc.option(fc.constantFrom('cs-CZ', 'en', 'zh-Hans-CN'), { nil: undefined }),
      customerSince: fc.option(dateNear(now, 1, 90, 365, 2000), { nil: undefined }),
      financialAssets: fc.option(
        fc.record({
          minorUnits: fc.constantFrom(0, 10_000_000, 600_000_000),
          currency: fc.constantFrom('CZK', 'XXX'),
        }),
        { nil: undefined },
      ),
      riskTolerance: fc.option(
        fc.record({ level: fc.constantFrom(1, 2, 3, 4, 5, 5, 5), expiresOn: dateNear(now, 0, -100, -200) }),
        { nil: undefined, freq: 6 },
      ),
      branchId: fc.option(fc.constantFrom('B1', 'B2'), { nil: undefined }),
      relationshipManagerId: fc.option(fc.constant('RM1'), { nil: undefined }),
      vulnerability: mostly<Single['vulnerability']>(
        undefined,
        fc.constantFrom(null, { reason: 'illness', reviewOn: '2026-06-01' }),
      ),
      openComplaint: mostly<boolean | undefined>(undefined, fc.boolean()),
      personalisation: mostly<boolean | undefined>(undefined, fc.boolean()),
      lowBalance: mostly<string | undefined>(undefined, dateNear(now, 0, 30, 60)),
      reach: mostly<Single['reach']>(
        ['email', 'phone'],
        fc.option(fc.subarray<'email' | 'phone'>(['email', 'phone']), { nil: undefined }),
      ),
    })
    .map(
      (single) =>
        Object.fromEntries(Object.entries(single).filter(([, value]) => value !== undefined)) as Single,
    )

const accountsArbitrary = fc
  .dictionary(
    fc.constantFrom('A1', 'A2'),
    fc.record({
      kind: fc.constantFrom('current' as const, 'savings' as const, 'credit' as const, 'loan' as const),
      closedOn: mostly<string | undefined>(undefined, fc.constant('2026-01-01')),
      minor: mostly(5_000, fc.constantFrom(-1, 0)),
      known: fc.boolean(),
    }),
  )
  .map((byId) => {
    const all = Object.entries(byId)
    return {
      accounts: new Map(
        all
          .filter(([, { known }]) => known)
          .map(([id, { kind, closedOn }]) => [
            id,
            { v: '', kind, currency: 'CZK', ...(closedOn === undefined ? {} : { closedOn }) },
          ]),
      ),
      balances: new Map(all.map(([id, { minor }]) => [id, { v: '', minor, currency: 'CZK' }])),
    }
  })

const consentNames = (['service', 'marketing'] as const).flatMap((purpose) =>
  channelSchema.options.map((each) => `${purpose}:${each}`),
)
const consentsArbitrary = fc
  .tuple(...consentNames.map(() => mostly<boolean | undefined>(true, fc.constantFrom(false, undefined))))
  .map(
    (given) =>
      new Map(
        consentNames.flatMap((name, index): [string, boolean][] => {
          const value = given[index]
          return value === undefined ? [] : [[name, value]]
        }),
      ),
  )

const suppressionsArbitrary = fc
  .array(
    fc.tuple(
      channel,
      fc.record<Suppression>({
        reason: fc.constantFrom('bounced', 'opted-out', 'complained', 'unsubscribed'),
        since: fc.constant('2026-01-01T00:00:00.000Z'),
      }),
    ),
    { maxLength: 1 },
  )
  .map((given) => new Map<string, Suppression>(given))

/** Contacts at, and a second beside, the ends of the windows; some of them wait for a morning to come. */
const contactsArbitrary = (now: Date): fc.Arbitrary<RecentContact[]> => {
  const at = fc
    .tuple(fc.constantFrom(-168, -100, -48, -24, -1, 10, 24), fc.integer({ min: -1, max: 1 }))
    .map(([hours, off]) => Math.floor(now.getTime() / 1000) + hours * 3600 + off)
  const own = fc.option(
    fc.record({ campaign: fc.constantFrom('c-000', 'c-001', 'c-002'), days: fc.integer({ min: 1, max: 9 }) }),
    { nil: undefined },
  )
  const contact = fc
    .record({ purpose: fc.constantFrom('service' as const, 'marketing' as const), channel, at, own })
    .map(({ own: campaign, ...rest }): RecentContact => ({ ...rest, ...(campaign ? { own: campaign } : {}) }))
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant<RecentContact[]>([]) },
    { weight: 1, arbitrary: fc.array(contact, { maxLength: 4 }) },
  )
}

/** A customer, with every value that a rule looks at on either side of its bounds. */
export const profileArbitrary = (now: Date): fc.Arbitrary<CustomerProfile> =>
  fc
    .record({
      customerId: fc.integer({ min: 1, max: 500 }).map((number) => `C${number}`),
      known: mostly(true, fc.boolean()),
      single: singleArbitrary(now),
      money: accountsArbitrary,
      consents: consentsArbitrary,
      suppressions: suppressionsArbitrary,
      recentContacts: contactsArbitrary(now),
    })
    .map(({ money, ...rest }) => ({ ...rest, ...money, cards: new Map(), months: new Map() }))

const signalTypes = [
  'LowBalance',
  'LargeWithdrawal',
  'LargeDeposit',
  'Birthday',
] as const satisfies readonly SignalType[]

/** A moment up to two days ago, most often minutes. */
export const signalArbitrary = (now: Date, customerId: string): fc.Arbitrary<Signal> =>
  fc
    .record({
      type: fc.constantFrom<SignalType>(...signalTypes),
      occurrence: fc.integer({ min: 0, max: 999 }),
      hoursAgo: mostly(0.1, fc.constantFrom(2, 23.9, 24, 24.1, 48)),
      amount: fc.constantFrom(1_000, 5_000_000, 50_000_000),
      scheduled: mostly<string | undefined>(undefined, fc.constantFrom('c-000', 'c-001')),
    })
    .map(({ type, occurrence, hoursAgo, amount, scheduled }) => ({
      type: scheduled === undefined ? type : 'Scheduled',
      id: `${type}:${occurrence}`,
      customerId,
      at: new Date(now.getTime() - hoursAgo * HOUR_MS).toISOString(),
      data:
        scheduled === undefined
          ? {
              accountId: 'A1',
              amount: { minorUnits: amount, currency: 'CZK' },
              balance: { minorUnits: amount - 2_000, currency: 'CZK' },
            }
          : { campaignId: scheduled },
    }))

/** Everything a decision looks at beside the campaigns. */
export const subjectArbitrary: fc.Arbitrary<DecisionSubject> = fc
  .tuple(instantArbitrary, settingsArbitrary)
  .chain(([now, settings]) =>
    profileArbitrary(now).chain((profile) =>
      signalArbitrary(now, profile.customerId).map((signal) => ({ signal, profile, settings, now })),
    ),
  )
