import fc from 'fast-check'
import * as z from 'zod/mini'
import { type Campaign, campaignSchema } from '#shared/domain/campaign/campaign.ts'
import type { Condition } from '#shared/domain/campaign/condition.ts'

const someOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const often = <T>(usual: T, others: fc.Arbitrary<T>, weight = 4): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others })

/** Tests of every kind of value, that hold for some generated customers and not for others. */
const testArbitrary: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    field: fc.constant('customer.age' as const),
    op: someOf('gte' as const, 'lt' as const),
    value: someOf(18, 40, 65),
  }),
  fc.record({
    field: fc.constant('customer.branch' as const),
    op: someOf('eq' as const, 'ne' as const),
    value: someOf('B1', 'B2'),
  }),
  fc.record({
    field: fc.constant('customer.hasManager' as const),
    op: someOf('eq' as const, 'ne' as const),
    value: fc.boolean(),
  }),
  fc.record({
    field: fc.constant('segment.assetTier' as const),
    op: fc.constant('in' as const),
    value: someOf(['wealth', 'private'], ['mass']),
  }),
  fc.record({
    field: fc.constant('customer.accountKinds' as const),
    op: fc.constant('contains' as const),
    value: someOf('savings', 'loan'),
  }),
  fc.record({
    field: fc.constant('now.hour' as const),
    op: someOf('gte' as const, 'lt' as const),
    value: fc.integer({ min: 0, max: 23 }),
  }),
)

const amountArbitrary: fc.Arbitrary<Condition> = fc.record({
  field: fc.constant('signal.amount' as const),
  op: someOf('gte' as const, 'lt' as const),
  value: someOf({ CZK: 5_000_000 }, { EUR: 1 }, { CZK: 50_000_000, EUR: 1 }),
})

/** All, any, not, up to three levels deep. */
const conditionArbitrary: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 3, arbitrary: testArbitrary },
    {
      weight: 1,
      arbitrary: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    },
    {
      weight: 1,
      arbitrary: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    },
    { weight: 1, arbitrary: tie('condition').map((not) => ({ not })) },
  ),
})).condition

const signalTrigger = fc
  .record({
    type: someOf('LowBalance', 'LargeWithdrawal', 'LargeDeposit', 'Birthday'),
    where: often<Condition | undefined>(undefined, amountArbitrary),
  })
  .map(({ type, where }) => ({ type, ...(where ? { where } : {}) }))

const trigger = fc.oneof(
  { weight: 8, arbitrary: fc.record({ signals: fc.array(signalTrigger, { minLength: 1, maxLength: 4 }) }) },
  {
    weight: 1,
    arbitrary: fc.constant({ schedule: { cron: '0 9 * * *', timeZone: 'Europe/Prague' } }),
  },
)

const product = fc
  .record({
    kind: someOf('deposit', 'credit', 'credit', 'investment', 'investment', 'investment'),
    risk: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 2 }),
  })
  .map(({ kind, risk }) => ({ code: 'P1', kind, ...(kind === 'investment' ? { risk } : {}) }))

const adjustment = fc.record({ when: conditionArbitrary, times: someOf(0, 0.5, 1, 2, 10) })
const adjustments = fc.array(adjustment, { maxLength: 2 })
const approval = often<object | undefined>(undefined, fc.constant({ approvedBy: 'compliance' }))

const task = fc.record(
  {
    mode: someOf('instead', 'beside'),
    when: testArbitrary,
    dueWithinHours: fc.integer({ min: 1, max: 72 }),
    title: fc.constant({ en: 'Call' }),
  },
  { requiredKeys: ['mode', 'dueWithinHours', 'title'] },
)

const instants = ['2026-03-01T00:00:00+01:00', '2026-07-01T00:00:00Z', '2026-10-01T00:00:00-05:00']

/** One campaign as a bank may have written it: any purpose, product, flags, task, caps, conditions. */
const campaignArbitrary = (id: string): fc.Arbitrary<Campaign> =>
  fc
    .record({
      version: fc.integer({ min: 1, max: 12 }),
      status: often('live', someOf('paused', 'ended'), 8),
      purpose: someOf('service', 'marketing'),
      trigger,
      validFrom: often<string | undefined>(undefined, someOf(...instants), 8),
      validUntil: often<string | undefined>(undefined, someOf(...instants), 8),
      holdout: often(0, someOf(0.1, 0.5)),
      audience: often<Condition | undefined>(undefined, conditionArbitrary, 1),
      product: often<object | undefined>(undefined, product, 1),
      flags: fc.record({ vulnerable: approval, distressHelp: approval, notice: approval }),
      topic: often<string | undefined>(undefined, someOf('money', 'cards'), 2),
      priority: often(0, fc.integer({ min: -2, max: 2 }), 2),
      expectedValue: someOf(0, 1, 2.5, 100),
      propensity: fc.record({ base: someOf(0, 0.1, 0.5, 1), adjust: adjustments }),
      context: adjustments,
      minDaysBetween: often<number | undefined>(undefined, fc.integer({ min: 1, max: 40 })),
      expiresAfterHours: someOf(1, 12, 24, 72),
      channels: fc.uniqueArray(someOf('email', 'sms', 'inapp'), { minLength: 1 }),
      task: often<object | undefined>(undefined, task),
      variants: someOf<object[]>(
        [],
        [
          { id: 'a', weight: 1 },
          { id: 'b', weight: 3 },
        ],
      ),
    })
    .map(({ flags: { vulnerable, distressHelp, notice }, ...given }) => {
      // Only service can be a notice that the law demands (check-campaign).
      const mandatoryNotice = given.purpose === 'service' ? notice : undefined
      const defined = (values: object) =>
        Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
      return z.parse(campaignSchema, {
        schema: 2,
        id,
        name: id,
        ...defined(given),
        flags: defined({ vulnerable, distressHelp, mandatoryNotice }),
        messages: { en: { inapp: { title: 'Hello', text: 'Hello' } } },
        createdBy: 'author',
        approvedBy: 'approver',
      })
    })

/** A table of campaigns, by id. */
export const campaignsArbitrary = (most = 12): fc.Arbitrary<Campaign[]> =>
  fc
    .integer({ min: 1, max: most })
    .chain((count) =>
      fc.tuple(
        ...Array.from({ length: count }, (_, index) =>
          campaignArbitrary(`c-${String(index).padStart(3, '0')}`),
        ),
      ),
    )
