import { describe, expect, it } from 'vitest'
import { decisionRecord } from '#shared/domain/decision/decision-record.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import {
  aContact,
  anOffer,
  aProfile,
  aSignal,
  consents,
  decideOn,
  effectsOf,
  fateOf,
  fatesOf,
  marked,
  without,
} from '#test/support/builders/subjects.ts'

const risky = anOffer({ product: { code: 'FUND', kind: 'investment', risk: [3] } })
const fit = { riskTolerance: { level: 5, expiresOn: '2027-01-01' } }
const withdrawal = aSignal({ type: 'LargeWithdrawal', id: 'LargeWithdrawal:E1' })
const onWithdrawal = { trigger: { signals: [{ type: 'LargeWithdrawal' as const }] } }
const upsell = anOffer({ id: 'upsell', ...onWithdrawal })
const careTask = {
  mode: 'instead' as const,
  when: { field: 'customer.age' as const, op: 'gte' as const, value: 65 },
  dueWithinHours: 4,
  title: { en: 'Call at once' },
  reason: { en: 'A large amount has left' },
}
const care = aCampaign({ id: 'care', ...onWithdrawal, task: careTask })

describe('above risk R2 a person speaks to a senior (RULES 10)', () => {
  it.each([
    ['at 64 it is sent', '1961-06-02', {}, 'message'],
    ['from 65 on it is a task', '1961-06-01', {}, 'task'],
    ['where the bank says 60: at 59', '1966-06-02', { seniorAge: 60 }, 'message'],
    ['where the bank says 60: at 60', '1966-06-01', { seniorAge: 60 }, 'task'],
    ['where the bank says 70: at 69', '1956-06-02', { seniorAge: 70 }, 'message'],
    ['where the bank says 70: at 70', '1956-06-01', { seniorAge: 70 }, 'task'],
  ])('%s', (_, birthDate, settings, kind) => {
    const { messages, tasks } = effectsOf([risky], {
      profile: aProfile({ ...fit, birthDate }),
      settings,
    })
    expect([...messages, ...tasks].map((each) => each.kind)).toEqual([kind])
  })

  it('and to someone of unknown age', () => {
    const { messages, tasks } = effectsOf([risky], { profile: without('birthDate', aProfile(fit)) })
    expect(messages).toEqual([])
    expect(tasks).toMatchObject([
      {
        campaignId: 'offer',
        handedOver: 'senior-risk',
        state: 'open',
        // Three days from the decision on, where the campaign does not say.
        dueAt: '2026-06-04T10:00:00.000Z',
      },
    ])
    expect(tasks[0]?.reason?.en).toContain('R2')
    expect(tasks[0]?.reason?.['zh-CN']).toContain('R2')
  })

  it('though no channel could take a message', () => {
    const { tasks } = effectsOf([risky], {
      profile: aProfile(
        { ...fit, birthDate: '1940-01-01', reach: [] },
        { recentContacts: [aContact('2026-06-01T09:00:00Z')] },
      ),
    })
    expect(tasks).toHaveLength(1)
  })

  it.each([
    ['who never consented to hear of it', { consents: consents() }, {}, 'no-consent'],
    ['whom it does not suit', {}, { riskTolerance: { level: 2, expiresOn: '2027-01-01' } }, 'unsuitable'],
  ])('but to nobody %s', (_, rest, single, code) => {
    const profile = aProfile({ ...fit, birthDate: '1940-01-01', ...single }, rest)
    expect(fateOf(risky, { profile })).toBe(code)
  })
})

describe('a large withdrawal by an older or vulnerable customer (RULES 13)', () => {
  it.each([
    ['at 64', aProfile({ birthDate: '1961-06-02' }), undefined],
    ['from 65 on', aProfile({ birthDate: '1961-06-01' }), 'care-first'],
    ['of unknown age', without('birthDate'), 'care-first'],
    ['young, but vulnerable', aProfile({ vulnerability: marked }), 'care-first'],
  ])('%s', (_, profile, handedOver) => {
    const approved = { ...upsell, flags: { vulnerable: { approvedBy: 'x' } } }
    const { messages, tasks } = effectsOf([approved], { signal: withdrawal, profile })
    expect(messages.length).toBe(handedOver ? 0 : 1)
    expect(tasks.map((task) => task.handedOver)).toEqual(handedOver ? [handedOver] : [])
  })

  it('goes before what is said of risk: a person asks about scams, and offers nothing', () => {
    const { tasks } = effectsOf([{ ...risky, ...onWithdrawal }], {
      signal: withdrawal,
      profile: aProfile({ ...fit, birthDate: '1940-01-01' }),
    })
    expect(tasks).toMatchObject([{ handedOver: 'care-first' }])
  })

  it('is about withdrawals only', () => {
    const { messages } = effectsOf([anOffer()], { profile: aProfile({ birthDate: '1940-01-01' }) })
    expect(messages).toHaveLength(1)
  })

  it('makes one task, not two, where care makes one already', () => {
    const decision = decideOn([upsell, care], {
      signal: withdrawal,
      profile: aProfile({ birthDate: '1940-01-01' }),
    })
    expect(fatesOf(decision)).toEqual({ care: 'won', upsell: 'outranked' })
    expect(decision.winners.map(({ makesTask }) => makesTask)).toEqual([true])
  })

  it('keeps a task beside a care message', () => {
    const { messages, tasks } = effectsOf([upsell, aCampaign({ id: 'care', ...onWithdrawal })], {
      signal: withdrawal,
      profile: aProfile({ birthDate: '1940-01-01' }),
    })
    expect(messages).toMatchObject([{ campaignId: 'care' }])
    expect(tasks).toMatchObject([{ campaignId: 'upsell', handedOver: 'care-first' }])
  })
})

describe('a campaign’s own task', () => {
  it('comes instead of the message where its condition holds, even where nothing may be sent', () => {
    const silent = { consents: consents('!service:email', '!service:sms', '!service:inapp') }
    const old = { signal: withdrawal, profile: aProfile({ birthDate: '1940-01-01' }, silent) }
    const { messages, tasks } = effectsOf([care], old)
    expect(messages).toEqual([])
    expect(tasks).toMatchObject([
      { title: careTask.title, reason: careTask.reason, dueAt: '2026-06-01T14:00:00.000Z' },
    ])
    expect(tasks[0]).not.toHaveProperty('handedOver')
    expect(fateOf(care, { ...old, profile: aProfile({}, silent) })).toBe('no-consent')
    expect(effectsOf([care], { signal: withdrawal })).toMatchObject({
      messages: [{ channel: 'email' }],
      tasks: [],
    })
  })

  it('comes beside the message, and falls with it', () => {
    const beside = { ...care, task: { ...careTask, mode: 'beside' as const } }
    const old = aProfile({ birthDate: '1940-01-01' })
    expect(effectsOf([beside], { signal: withdrawal, profile: old })).toMatchObject({
      messages: [{ campaignId: 'care' }],
      tasks: [{ campaignId: 'care' }],
    })
    expect(effectsOf([beside], { signal: withdrawal })).toMatchObject({
      messages: [{ campaignId: 'care' }],
      tasks: [],
    })
    const silent = { ...old, consents: consents('!service:email', '!service:sms', '!service:inapp') }
    expect(effectsOf([beside], { signal: withdrawal, profile: silent })).toEqual({ messages: [], tasks: [] })
  })

  it('is written by the campaign also where a rule hands its message over', () => {
    const task = { ...careTask, when: { field: 'customer.age' as const, op: 'lt' as const, value: 1 } }
    const { tasks } = effectsOf([{ ...upsell, task }], {
      signal: withdrawal,
      profile: aProfile({ birthDate: '1940-01-01' }),
    })
    expect(tasks).toMatchObject([
      { title: careTask.title, handedOver: 'care-first', dueAt: '2026-06-01T14:00:00.000Z' },
    ])
  })

  it('without a condition sends nothing, whatever channels it names', () => {
    const { when: _, ...always } = careTask
    expect(effectsOf([{ ...care, task: always }], { signal: withdrawal })).toMatchObject({
      messages: [],
      tasks: [{ campaignId: 'care' }],
    })
  })
})

describe('whom a task goes to', () => {
  /** At 23:30 on June 1 in Prague it is June 2 already at a bank in Tokyo. */
  const decisionTasks = (single: Parameters<typeof aProfile>[0]) =>
    decisionRecord(
      decideOn([care], {
        signal: { ...withdrawal, at: '2026-06-01T21:00:00.000Z' },
        profile: aProfile({ birthDate: '1940-01-01', ...single }),
        settings: {
          timeZone: 'Asia/Tokyo',
          tasks: { perManagerAndDay: 7, branches: { B1: { managers: ['RM1', 'RM2', 'RM3'] } } },
        },
        now: '2026-06-01T21:30:00Z',
      }),
      undefined,
    )

  it('the customer’s own manager first, then the others of the branch, on the bank’s own date', () => {
    const { tasks } = decisionTasks({ relationshipManagerId: 'RM2', branchId: 'B1' })
    expect(tasks).toMatchObject([{ line: ['RM2', 'RM3', 'RM1'], day: '2026-06-02', perManager: 7 }])
    expect(tasks[0]?.task).toMatchObject({ branchId: 'B1', customerId: 'C1', campaignVersion: 1 })
  })

  it('nobody where nobody is known', () => {
    const { tasks } = decisionTasks({})
    expect(tasks).toMatchObject([{ line: [] }])
    expect(tasks[0]?.task).not.toHaveProperty('branchId')
  })
})
