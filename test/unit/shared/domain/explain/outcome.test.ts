import { describe, expect, it } from 'vitest'
import { endingCodes, noteCodes } from '#shared/domain/explain/codes.ts'
import { explainEntries } from '#shared/domain/explain/explain.ts'
import { wordsOf } from '#shared/domain/explain/explanation-lines.ts'
import type { JournalEntry } from '#shared/domain/message/journal-entry.ts'
import { messageStateSchema } from '#shared/domain/message/lifecycle.ts'
import type { Signal } from '#shared/domain/signals/signal.ts'
import { taskStateSchema } from '#shared/domain/task/lifecycle.ts'
import { taskOutcomeSchema } from '#shared/domain/task/outcome.ts'
import { signalTypeSchema } from '#shared/domain/vocabulary.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import {
  anOccasion,
  explained,
  explanationOf,
  journalOf,
  knownFrom,
  textOf,
} from '#test/support/builders/explained.ts'
import { aProfile, aSignal } from '#test/support/builders/subjects.ts'

const languages = ['en', 'zh'] as const
const RAW = /undefined|NaN|null|\[object|minorUnits|Invalid/

const campaign = aCampaign({
  task: {
    mode: 'beside',
    dueWithinHours: 4,
    title: { en: 'Call the customer', 'zh-CN': '请致电客户' },
    reason: { en: 'Ask whether all is well.', 'zh-CN': '请了解客户情况。' },
  },
})

/** The story after the decision went on. */
const afterwards = (change: (entry: JournalEntry) => JournalEntry, language: 'en' | 'zh'): string => {
  const subject = anOccasion({ profile: aProfile({ relationshipManagerId: 'RM-7', branchId: 'B-12' }) })
  const entries = journalOf([campaign], subject).map(change)
  return textOf(explanationOf(explainEntries(entries, knownFrom([campaign]))), language)
}

describe('a message', () => {
  it.each(messageStateSchema.options)('that is %s is told so, in its history, too', (state) => {
    for (const language of languages) {
      const text = afterwards(
        (entry) =>
          entry.kind === 'message'
            ? { ...entry, state, history: [{ state, at: '2026-06-01T10:00:05.000Z' }] }
            : entry,
        language,
      )
      const word = wordsOf[language].messageStates[state]
      expect(text.split(word).length - 1).toBeGreaterThanOrEqual(2)
      expect(text).not.toMatch(RAW)
    }
  })

  it.each(endingCodes)('that ended because of %s says why, with the code', (reason) => {
    for (const language of languages) {
      const text = afterwards(
        (entry) => (entry.kind === 'message' ? { ...entry, state: 'failed', reason } : entry),
        language,
      )
      expect(text).toContain(`${wordsOf[language].endings[reason]} [${reason}]`)
    }
  })

  it('that ended for a reason nobody has words for shows the code', () => {
    const change = (entry: JournalEntry): JournalEntry =>
      entry.kind === 'message' ? { ...entry, state: 'failed', reason: 'constructor' } : entry
    expect(afterwards(change, 'en')).toContain('A reason that this program has no words for. [constructor]')
  })

  it.each(noteCodes)('that moved with the note %s tells it', (note) => {
    for (const language of languages) {
      const text = afterwards(
        (entry) =>
          entry.kind === 'message'
            ? { ...entry, history: [{ state: 'queued', at: '2026-06-01T10:00:05.000Z', note }] }
            : entry,
        language,
      )
      expect(text).toContain(wordsOf[language].notes[note])
      expect(text).not.toContain(note === 'overdue' ? '[overdue]' : note)
    }
  })
})

describe('a task', () => {
  it.each(taskStateSchema.options)('that is %s is told so', (state) => {
    for (const language of languages) {
      const text = afterwards((entry) => (entry.kind === 'task' ? { ...entry, state } : entry), language)
      expect(text).toContain(`${wordsOf[language].taskStates[state]}${wordsOf[language].fullStop}`)
    }
  })

  it.each(taskOutcomeSchema.options)(
    'that came to %s is told so, with the record that says more',
    (outcome) => {
      for (const language of languages) {
        const done = (entry: JournalEntry): JournalEntry =>
          entry.kind === 'task' ? { ...entry, state: 'done', outcome, reference: 'CRM-1042' } : entry
        const text = afterwards(done, language)
        expect(text).toContain(wordsOf[language].taskOutcomes[outcome])
        expect(text).toContain('CRM-1042')
      }
    },
  )

  it('tells who has it, until when, and why, in the reader’s language', () => {
    expect(afterwards((entry) => entry, 'en')).toMatch(
      /“Call the customer”[\s\S]*Assigned to RM-7\. Due by 1 June 2026, 16:00:00\.[\s\S]*Ask whether all is well\./,
    )
    expect(afterwards((entry) => entry, 'zh')).toMatch(
      /“请致电客户”[\s\S]*负责人：RM-7。办理期限：2026年6月1日 16:00:00。[\s\S]*请了解客户情况。/,
    )
  })

  it('that nobody has waits in the branch’s queue; an overdue one tells who heard of it', () => {
    const change = (entry: JournalEntry): JournalEntry => {
      if (entry.kind !== 'task') return entry
      const { assignee: _, ...task } = entry
      return { ...task, state: 'escalated', escalatedTo: 'HEAD-1' }
    }
    expect(afterwards(change, 'en')).toMatch(/queue of branch B-12\.[\s\S]*reported to HEAD-1/)
    expect(afterwards(change, 'zh')).toMatch(/网点 B-12 的待办队列[\s\S]*上报 HEAD-1/)
  })
})

const crowns = (minorUnits: number) => ({ minorUnits, currency: 'CZK' })

/** What each signal carries at most, and what is read of it. */
const happenings: Readonly<Record<Signal['type'], readonly [data: Signal['data'], en: string, zh: string]>> =
  {
    LowBalance: [
      { accountId: 'A1', balance: crowns(40_000), threshold: crowns(100_000) },
      'The balance of account A1 fell to CZK 400.00, below the limit of CZK 1,000.00.',
      '账户 A1 余额降至400.00捷克克朗，低于1,000.00捷克克朗的提醒额度。',
    ],
    LargeWithdrawal: [
      { accountId: 'A1', amount: { minorUnits: 90_000, currency: 'JPY' } },
      'JPY 90,000 left account A1.',
      '账户 A1 支出90,000日元。',
    ],
    LargeDeposit: [
      { accountId: 'A1', amount: crowns(9_000_000), months: 6, usualLargest: crowns(1_000_000) },
      'CZK 90,000.00 came into account A1; the largest usual for this customer, by the last 6 months, was CZK 10,000.00.',
      '账户 A1 入账90,000.00捷克克朗；按该客户近 6 个月的记录，其通常最大金额为10,000.00捷克克朗。',
    ],
    CardExpiring: [
      { cardId: 'K1', product: 'gold', expiresOn: '2026-06-08', daysLeft: 7 },
      'The card K1 (gold) expires on 8 June 2026, 7 days after this moment.',
      '银行卡 K1（gold）将于2026年6月8日到期，距到期还有 7 天。',
    ],
    Birthday: [
      { on: '2026-06-01', calendar: 'chinese' },
      "The customer's birthday is kept on 1 June 2026 (Chinese lunar calendar).",
      '客户生日：2026年6月1日（农历）。',
    ],
    SalaryArrived: [
      { accountId: 'A1', amount: crowns(4_500_000) },
      'A salary of CZK 45,000.00 came in on account A1.',
      '账户 A1 工资入账45,000.00捷克克朗。',
    ],
    NewCustomer: [
      { on: '2026-05-31' },
      'The customer joined the bank on 31 May 2026.',
      '客户于2026年5月31日在本行开户。',
    ],
    AssetTierRaised: [
      { tier: 'private', previousTier: 'wealth' },
      "The customer's financial assets reached the tier “private banking”; before it was “wealth”.",
      '客户金融资产达到“私人银行客户”层级，此前为“财富客户”。',
    ],
    LoanNearlyRepaid: [
      { accountId: 'L1', balance: crowns(999_900) },
      "The debt of account L1 fell to CZK 9,999.00, below the bank's limit.",
      '贷款账户 L1 欠款余额降至9,999.00捷克克朗，低于本行设定额度。',
    ],
    Scheduled: [
      { campaignId: 'monthly-letter' },
      'The schedule of the campaign monthly-letter was due.',
      '活动 monthly-letter 到达计划执行时间。',
    ],
  }

describe('what happened', () => {
  it.each(signalTypeSchema.options)('%s, with all that the signal carries', (type) => {
    const [data, english, chinese] = happenings[type]
    const decision = explained([], anOccasion({ signal: aSignal({ type, data }) }))
    expect(textOf(explanationOf([decision]), 'en')).toContain(english)
    expect(textOf(explanationOf([decision]), 'zh')).toContain(chinese)
    for (const language of languages)
      expect(textOf(explanationOf([decision]), language)).toContain(wordsOf[language].signals[type].name)
  })

  it.each(signalTypeSchema.options)('%s, with nothing', (type) => {
    const decision = explained([], anOccasion({ signal: aSignal({ type, data: {} }) }))
    for (const language of languages) {
      const text = textOf(explanationOf([decision]), language)
      expect(text).not.toMatch(RAW)
      expect(text).not.toMatch(/\S {2}|\s[.。]|\( ?\)|（）/)
    }
  })

  it('is told in the zone of the reader, across the change of the clocks', () => {
    const signal = aSignal({ at: '2026-10-25T00:30:00.000Z' })
    const decision = explained([], anOccasion({ signal, now: new Date('2026-10-25T01:30:00Z') }))
    expect(textOf(explanationOf([decision]), 'en')).toContain('25 October 2026, 02:30:00')
    expect(textOf(explanationOf([decision], { timeZone: 'Asia/Shanghai' }), 'zh')).toContain(
      '2026年10月25日 08:30:00',
    )
  })
})
