import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { fieldNames } from '#shared/domain/campaign/fields.ts'
import { Circumstances, type DecisionSubject } from '#shared/domain/decision/circumstances.ts'
import { gateNames, gatesAfterAudience, gatesBeforeAudience } from '#shared/domain/decision/gates.ts'
import { type ReasonCode, reasonCodeSchema } from '#shared/domain/decision/reason-codes.ts'
import { seenFor } from '#shared/domain/decision/seen-for.ts'
import { gateValueNames } from '#shared/domain/explain/codes.ts'
import { wordsOf } from '#shared/domain/explain/explanation-lines.ts'
import { gateOf, gateSteps } from '#shared/domain/explain/gate-steps.ts'
import { valuesInWords } from '#shared/domain/explain/values-in-words.ts'
import { unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { anOccasion, explained, explanationOf, textOf } from '#test/support/builders/explained.ts'
import { aContact, anAccount, aProfile, marked } from '#test/support/builders/subjects.ts'

const offer = (differs: Partial<Campaign> = {}): Campaign =>
  aCampaign({ id: 'offer', name: 'Offer', purpose: 'marketing', ...differs })
const investment = (risk: number): Campaign =>
  offer({ product: { code: 'fund', kind: 'investment', risk: [risk] } })
const withdrawal: Partial<DecisionSubject> = {
  signal: { ...anOccasion().signal, type: 'LargeWithdrawal', data: { accountId: 'A1' } },
}
const heeding: Partial<Campaign> = { trigger: { signals: [{ type: 'LargeWithdrawal' }] } }
const tolerance = (level: number, expiresOn: string) => ({
  profile: aProfile({ riskTolerance: { level, expiresOn } }),
})

/** How each reason comes about, and what beside its own words must be read of it in English and in Chinese. */
const cases: Readonly<
  Partial<
    Record<
      ReasonCode,
      readonly [campaign: Campaign, subject: Partial<DecisionSubject>, en: string, zh: string]
    >
  >
> = {
  stopped: [
    offer(),
    { settings: { ...defaultSettings, operations: { service: 'stop', marketing: 'drain' } } },
    "The bank's own switches: switch for marketing: drain (nothing new is decided)",
    '运营开关：营销消息开关：排空（不再产生新消息）',
  ],
  'not-live': [aCampaign({ status: 'paused' }), {}, '✘ Campaign in force', '✘ 活动状态'],
  'not-valid': [
    aCampaign({ validUntil: '2026-06-01T09:30:00Z' }),
    {},
    'campaign valid until: 1 June 2026, 11:30:00',
    '活动截止时间：2026年6月1日 11:30:00',
  ],
  'signal-expired': [
    aCampaign({ expiresAfterHours: 2 }),
    { now: new Date('2026-06-01T12:00:00Z') },
    'hours since the moment: 3; most that the campaign allows: 2',
    '距信号发生：3 小时；活动允许的最长间隔：2 小时',
  ],
  holdout: [
    aCampaign({ holdout: 0.5, id: 'held' }),
    {},
    'share in the control group: 50%',
    '对照组比例：50%',
  ],
  'customer-unknown': [
    aCampaign(),
    { profile: aProfile({}, { known: false }) },
    'customer known: no',
    '客户资料已建立：否',
  ],
  'account-closed': [
    aCampaign(),
    {
      profile: aProfile({}, { accounts: new Map([['A1', anAccount({ closedOn: '2026-05-30' })]]) }),
    },
    'account closed on: 30 May 2026',
    '销户日期：2026年5月30日',
  ],
  'no-consent': [
    offer({ channels: ['sms'] }),
    {},
    'Consent: marketing consented to by: email; channels of the campaign: SMS',
    '客户授权同意：同意营销的渠道：电子邮件；活动渠道：短信',
  ],
  suppressed: [
    offer(),
    {
      profile: aProfile(
        {},
        { suppressions: new Map([['email', { reason: 'complained', since: '2026-01-01' }]]) },
      ),
    },
    'closed channels: email (complaint)',
    '已停用渠道：电子邮件（投诉）',
  ],
  vulnerable: [
    offer(),
    { profile: aProfile({ vulnerability: { reason: 'x', reviewOn: '2026-12-01' } }) },
    'marked vulnerable: yes; mark to be reviewed on: 1 December 2026',
    '弱势客户标记：是；标记复核日期：2026年12月1日',
  ],
  'open-complaint': [
    offer(),
    { profile: aProfile({ openComplaint: true }) },
    'has an open complaint: yes',
    '有未结投诉：是',
  ],
  'assessment-missing': [investment(1), {}, 'risk tolerance: not known', '风险承受等级：未知'],
  'assessment-expired': [
    investment(1),
    tolerance(3, '2026-05-31'),
    'assessment valid until: 31 May 2026',
    '评估有效期至：2026年5月31日',
  ],
  unsuitable: [
    investment(4),
    tolerance(3, '2027-01-01'),
    'risk tolerance: C3; assessment valid until: 1 January 2027; age in years: 46; risk of the product: R4',
    '风险承受等级：C3；评估有效期至：2027年1月1日；年龄：46；产品风险等级：R4',
  ],
  distress: [
    offer({ product: { code: 'loan', kind: 'credit' } }),
    {},
    'signs of distress: the balance ran low recently; kind of product: credit',
    '资金困难迹象：近期余额不足；产品类别：信贷',
  ],
  'no-personalisation': [
    offer(),
    { profile: aProfile({ personalisation: false }) },
    'personalised marketing wanted: no',
    '接受个性化营销：否',
  ],
  audience: [
    aCampaign({ audience: { field: 'account.balance', op: 'gte', value: { CZK: 9_876_543 } } }),
    {
      profile: aProfile({}, { balances: new Map([['A1', { v: '', minor: 4_312_345, currency: 'CZK' }]]) }),
    },
    "last known balance of the signal's account must be at least CZK 98,765.43; it was CZK 43,123.45",
    '信号所涉账户的最近余额须达到或超过98,765.43捷克克朗；实际为43,123.45捷克克朗',
  ],
  capped: [
    offer({ minDaysBetween: 7 }),
    {
      profile: aProfile(
        {},
        {
          recentContacts: [aContact('2026-06-01T07:30:00Z')],
        },
      ),
    },
    'recent messages (UTC): marketing by email on 1 June 07:00; shortest time between two messages of the campaign: 7 days',
    '近期消息（UTC 时间）：6月1日07:00 电子邮件 营销类；同一活动两次消息的最短间隔：7 天',
  ],
  unreachable: [
    aCampaign({ channels: ['sms'] }),
    { profile: aProfile({ reach: ['email'] }) },
    'addresses known for: email, in-app inbox; channels of the campaign: SMS',
    '可触达渠道：电子邮件、站内信；活动渠道：短信',
  ],
  'quiet-hours': [
    offer({ expiresAfterHours: 10 }),
    {
      now: new Date('2026-06-01T20:30:00Z'),
      signal: { ...anOccasion().signal, at: '2026-06-01T19:00:00.000Z' },
    },
    'local time: 22:00 to 22:59; time zone: Europe/Prague',
    '客户当地时间：22时；时区：Europe/Prague',
  ],
}

/** Reasons that make a task of a message: they do not refuse it. */
const handOvers: readonly ReasonCode[] = ['care-first', 'senior-risk']

/** Nothing that only a program understands. */
const RAW = /undefined|NaN|null|\[object|minorUnits|Invalid|4312345|4,312,345|9876543|9,876,543/

describe('every reason is read in words, with the values it stands on and its code', () => {
  it('all of them', () => {
    const told = [...Object.keys(cases), ...handOvers].sort()
    expect(told).toEqual([...reasonCodeSchema.options].sort())
  })

  it.each(Object.entries(cases))('%s', (code, [campaign, differs, english, chinese]) => {
    const subject = anOccasion(differs)
    const decision = explained([code === 'holdout' ? heldOut(campaign, subject) : campaign], subject)
    expect(decision.candidates.map(({ fate }) => fate)).toEqual([code])
    const reason = code as ReasonCode
    for (const [language, values] of [
      ['en', english],
      ['zh', chinese],
    ] as const) {
      const text = textOf(explanationOf([decision]), language)
      const words = wordsOf[language]
      expect(text).toContain(`${words.reasons[reason]} [${code}]`)
      expect(text).toContain(values)
      expect(text.split('\n').find((line) => line.includes('✘'))).toContain(words.gates[gateOf[reason]])
      expect(text).not.toMatch(RAW)
      expect(text.replaceAll(`[${code}]`, '')).not.toContain(`[`)
    }
  })

  it.each([
    ['care-first', offer(heeding), { ...withdrawal, profile: aProfile({ birthDate: '1950-01-01' }) }],
    [
      'senior-risk',
      investment(3),
      {
        profile: aProfile({
          birthDate: '1950-01-01',
          riskTolerance: { level: 4, expiresOn: '2027-01-01' },
        }),
      },
    ],
  ] as const)('%s, by which a person takes over', (code, campaign, differs) => {
    const decision = explained([campaign], anOccasion(differs))
    expect(decision).toMatchObject({ result: 'won', messages: [], tasks: [{ handedOver: code }] })
    expect(decision.candidates[0]?.gates.find(({ gate }) => gate === gateOf[code])).toMatchObject({
      state: 'handed-over',
      code,
    })
    for (const language of ['en', 'zh'] as const) {
      const text = textOf(explanationOf([decision]), language)
      const words = wordsOf[language]
      expect(text).toContain(`${words.reasons[code]} [${code}]`)
      expect(text).toContain(`✘ ${words.gates[gateOf[code]]}${words.colon}${words.gateStates['handed-over']}`)
      expect(text).not.toMatch(RAW)
    }
  })
})

/** The same campaign under an id by which this customer is in its control group. */
const heldOut = (campaign: Campaign, subject: DecisionSubject): Campaign => {
  for (let number = 0; number < 100; number++) {
    const candidate = { ...campaign, id: `held-${number}` }
    if (explained([candidate], subject).result === 'holdout') return candidate
  }
  throw new Error('nobody is ever held out')
}

describe('the gates', () => {
  it('are those of the engine, in its order', () => {
    expect(gateSteps.map(({ gate }) => gate)).toEqual(gateNames)
  })

  it('are all told of a candidate that passed them, with what each saw', () => {
    const everything = offer({
      holdout: 0.000_1,
      product: { code: 'loan', kind: 'credit', risk: [1] },
      audience: { field: 'now.hour', op: 'gte', value: 0 },
      ...heeding,
    })
    const subject = anOccasion({ ...withdrawal, ...tolerance(2, '2027-01-01') })
    const decision = explained([everything], subject)
    expect(decision.candidates[0]?.gates.map(({ state }) => state)).toEqual(gateNames.map(() => 'passed'))
    for (const language of ['en', 'zh'] as const) {
      const text = textOf(explanationOf([decision]), language)
      for (const { gate } of gateSteps) expect(text).toContain(`✔ ${wordsOf[language].gates[gate]}`)
    }
  })

  it('that have nothing to ask about a campaign show no values', () => {
    const { candidates } = explained([aCampaign()])
    const idle = candidates[0]?.gates.filter(({ state }) => state === 'not-concerned')
    expect(idle?.map(({ gate }) => gate)).toEqual([
      'holdout',
      'vulnerability',
      'open-complaint',
      'care-first',
      'suitability',
      'distress',
      'personalisation',
      'audience',
      'quiet-hours',
    ])
    expect(idle?.flatMap(({ values }) => values)).toEqual([])
  })

  it('look at nothing that has no words', () => {
    const poor = new Circumstances(anOccasion({ profile: unknownProfile('C1') }))
    const closed = { accounts: new Map([['A1', anAccount({ closedOn: '2026-05-30' })]]) }
    const rich = aProfile(
      { vulnerability: marked, riskTolerance: { level: 1, expiresOn: '2026-01-01' } },
      closed,
    )
    const stopped: Settings = { ...defaultSettings, operations: { service: 'stop', marketing: 'drain' } }
    const seen = [...gatesBeforeAudience, ...gatesAfterAudience].flatMap(({ sees }) =>
      [poor, new Circumstances(anOccasion({ profile: rich, settings: stopped }))].flatMap((one) =>
        Object.keys(sees(one)),
      ),
    )
    const told: readonly string[] = [...gateValueNames, ...fieldNames]
    expect(seen.length).toBeGreaterThan(30)
    expect(seen.filter((name) => !told.includes(name))).toEqual([])
    expect(
      Object.values(seenFor)
        .flat()
        .filter((name) => !told.includes(name)),
    ).toEqual([])
  })

  it('that a named approver lifted do not concern the campaign', () => {
    const by = { approvedBy: 'head-of-compliance' }
    const help = offer({
      product: { code: 'overdraft', kind: 'credit' },
      flags: { distressHelp: by, mandatoryNotice: by },
    })
    const states = explained([help]).candidates[0]?.gates.map(({ gate, state }) => `${gate} ${state}`)
    expect(states).toEqual(
      expect.arrayContaining([
        'distress not-concerned',
        'frequency-cap not-concerned',
        'vulnerability passed',
      ]),
    )
  })

  it('tell whole contacts only, and that the record cut the others off', () => {
    const contacts = [1, 2, 3, 4, 5].map((day) => `marketing email 05-0${day}T07 offer-${day}`).join('; ')
    const text = valuesInWords(['recentContacts'], { recentContacts: contacts.slice(0, 120) })
    expect(text).toMatch(
      /marketing by email on 3 May 07:00 of offer-3; the record has no room for the others$/,
    )
    expect(text).not.toContain('05-0')
  })

  it('that were not reached are told as such', () => {
    const { candidates } = explained([offer({ channels: ['sms'] })])
    expect(candidates[0]?.gates.map(({ state }) => state)).toEqual(
      gateNames.map((_, position) =>
        position < gateNames.indexOf('consent')
          ? gateNames[position] === 'holdout'
            ? 'not-concerned'
            : 'passed'
          : position === gateNames.indexOf('consent')
            ? 'refused'
            : 'not-reached',
      ),
    )
  })

  it('judge by settings that an explanation need not know', () => {
    const settings = { ...defaultSettings, seniorAge: 70 }
    const profile = aProfile({ birthDate: '1960-01-01' })
    const subject = anOccasion({ ...withdrawal, settings, profile })
    const [first, second] = explained(
      [offer({ id: 'first', priority: 1, ...heeding }), offer({ id: 'second', ...heeding })],
      subject,
    ).candidates
    expect(first).toMatchObject({ fate: 'won' })
    expect(first?.gates.find(({ gate }) => gate === 'care-first')).toMatchObject({ state: 'passed' })
    expect(second).toMatchObject({ fate: 'outranked' })
    expect(second?.gates.find(({ gate }) => gate === 'care-first')).toMatchObject({ state: 'not-recorded' })
  })
})
