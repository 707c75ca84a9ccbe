import { type Campaign, campaignSchema } from '#shared/domain/campaign/campaign.ts'
import type { Condition } from '#shared/domain/campaign/condition.ts'
import type { SignalType } from '#shared/domain/vocabulary.ts'
import {
  accountQuestions,
  audienceQuestions,
  otherTypes,
  type Question,
  signalQuestions,
  type TriggerType,
  triggerTypes,
} from '#test/bench/workload/tests.ts'
import { type Random, randomOf } from '#test/support/random.ts'

const withAccount: readonly SignalType[] = ['LowBalance', 'LargeDeposit', 'SalaryArrived']

const isMeasured = (type: SignalType): type is TriggerType =>
  (triggerTypes as readonly SignalType[]).includes(type)

/** Different questions, in random order: nobody asks the same thing twice. */
const draw = (random: Random, questions: readonly Question[], count: number): Condition[] => {
  const left = [...questions]
  return Array.from({ length: count }, () => left.splice(random.int(0, left.length - 1), 1))
    .flat()
    .map((question) => question(random))
}

/** Of those that ask much, one in four joins two of its questions by "or", as in "new, or under 26". */
const joined = (random: Random, parts: readonly Condition[]): Condition => {
  const [first, second, ...others] = parts
  return first && second && others.length >= 2 && random.next() < 1 / 4
    ? { all: [...others, { any: [first, second] }] }
    : { all: [...parts] }
}

/** Four to six questions: none or one about the signal itself, the others about the customer. */
const conditionsOf = (random: Random, type: SignalType) => {
  const count = random.int(4, 6)
  const asksSignal = isMeasured(type) && random.next() < 0.6
  const questions = withAccount.includes(type)
    ? [...audienceQuestions, ...accountQuestions]
    : audienceQuestions
  return {
    where: asksSignal ? random.pick(signalQuestions[type])(random) : undefined,
    audience: joined(random, draw(random, questions, count - (asksSignal ? 1 : 0))),
  }
}

const kinds = ['deposit', 'credit', 'investment', 'insurance', 'card'] as const

/** What makes the gates work: purpose, product, flags, caps, hold-out. */
const rulesOf = (random: Random): Partial<Campaign> => {
  const service = random.next() < 0.4
  if (service)
    return {
      purpose: 'service',
      ...(random.next() < 0.1 ? { flags: { mandatoryNotice: { approvedBy: 'head-of-compliance' } } } : {}),
    }
  const kind = random.pick(kinds)
  return {
    purpose: 'marketing',
    offer: true,
    holdout: random.pick([0, 0, 0.05, 0.1]),
    product: {
      code: `${kind}-${random.int(1, 20)}`,
      kind,
      ...(kind === 'investment' ? { risk: [random.int(1, 5)] } : {}),
    },
    ...(random.next() < 0.5 ? { minDaysBetween: random.pick([7, 14, 30, 90]) } : {}),
    ...(random.next() < 0.1 ? { flags: { vulnerable: { approvedBy: 'head-of-compliance' } } } : {}),
  }
}

const scoreOf = (random: Random): Partial<Campaign> => ({
  priority: random.pick([0, 0, 0, 10, 20]),
  expectedValue: random.int(1, 500),
  propensity: {
    base: random.int(1, 40) / 100,
    adjust: random.next() < 0.5 ? [{ when: random.pick(audienceQuestions)(random), times: 1.5 }] : [],
  },
  context:
    random.next() < 0.3 ? [{ when: { field: 'now.hour', op: 'gte', value: 17 } as const, times: 1.2 }] : [],
})

const message = {
  email: { subject: 'Hello {{ customer.firstName }}', text: 'Dear {{ customer.name }}' },
  sms: { text: '{{ bank.name }}: hello {{ customer.name }}' },
  inapp: { title: 'Hello', text: 'Dear {{ customer.name }}' },
}

const campaignOf = (random: Random, type: SignalType, number: number): Campaign => {
  const { where, audience } = conditionsOf(random, type)
  const variants = random.next() < 0.25
  return campaignSchema.parse({
    schema: 2,
    id: `bench-${String(number).padStart(4, '0')}`,
    version: 1,
    name: `Bench campaign ${number}`,
    status: 'live',
    trigger: { signals: [{ type, ...(where ? { where } : {}) }] },
    audience,
    ...rulesOf(random),
    ...scoreOf(random),
    ...(random.next() < 0.2 ? { topic: `topic-${random.int(1, 5)}` } : {}),
    ...(random.next() < 0.05
      ? { task: { mode: 'beside', dueWithinHours: 48, title: { en: 'Call the customer' } } }
      : {}),
    variants: variants
      ? [
          { id: 'a', weight: 1 },
          { id: 'b', weight: 1 },
        ]
      : [],
    expiresAfterHours: random.pick([24, 48, 72]),
    channels: random.pick([['email', 'inapp'], ['inapp'], ['sms'], ['email', 'sms', 'inapp']]),
    messages: { en: message },
    createdBy: 'bench-author',
    approvedBy: 'bench-approver',
  })
}

/**
 * Valid campaigns with four to six conditions each.
 * @param measured how many the signals of the bench trigger, in equal shares of its five moments
 * @param others how many stand beside them that nothing of the bench triggers
 */
export const benchCampaigns = (seed: number, measured: number, others = 0): Campaign[] => {
  const random = randomOf(seed)
  const triggered = Array.from({ length: measured }, (_, number) =>
    campaignOf(random, triggerTypes[number % triggerTypes.length] ?? 'Birthday', number),
  )
  const idle = Array.from({ length: others }, (_, number) =>
    campaignOf(random, otherTypes[number % otherTypes.length] ?? 'NewCustomer', measured + number),
  )
  return [...triggered, ...idle]
}
