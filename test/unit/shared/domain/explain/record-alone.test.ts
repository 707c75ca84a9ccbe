import { describe, expect, it } from 'vitest'
import { campaignRef } from '#shared/domain/campaign/campaign-ref.ts'
import { indexCampaigns } from '#shared/domain/campaign/compile.ts'
import { decide } from '#shared/domain/decision/decide.ts'
import { GATES_VERSION } from '#shared/domain/decision/gates.ts'
import { candidateNames, namesIn } from '#shared/domain/explain/candidate-name.ts'
import { explainEntries } from '#shared/domain/explain/explain.ts'
import { wordsOf } from '#shared/domain/explain/explanation-lines.ts'
import type { DecisionEntry, JournalEntry } from '#shared/domain/message/journal-entry.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import {
  anOccasion,
  explained,
  explanationOf,
  journalOf,
  knownFrom,
  textOf,
} from '#test/support/builders/explained.ts'

const languages = ['en', 'zh'] as const
const nobody = knownFrom([])
const wanted = aCampaign({ id: 'wanted', audience: { field: 'customer.age', op: 'lt', value: 30 } })

const withDecision = (entries: readonly JournalEntry[], differs: Partial<DecisionEntry>): JournalEntry[] =>
  entries.map((entry) => (entry.kind === 'decision' ? { ...entry, ...differs } : entry))

describe('a campaign version that cannot be found any more', () => {
  const [decision] = explainEntries(journalOf([wanted], anOccasion()), nobody)
  if (!decision) throw new Error('nothing was decided')

  it('is said so, beside what the record has', () => {
    expect(decision.candidates).toMatchObject([{ name: 'wanted@1', fate: 'audience' }])
    expect(decision.candidates[0]).not.toHaveProperty('campaign')
    for (const language of languages) {
      const text = textOf(explanationOf([decision]), language)
      expect(text).toContain('wanted@1')
      expect(text).toContain(wordsOf[language].phrases.versionMissing)
      expect(text).toContain(wordsOf[language].reasons.audience)
    }
  })

  it('leaves open what depends on it: whether it was to send a message', () => {
    const states = decision.candidates[0]?.gates.map(({ gate, state }) => `${gate} ${state}`)
    expect(states).toContain('exclusions passed')
    expect(states).toContain('consent not-recorded')
    expect(states).toContain('audience refused')
  })
})

describe('a decision that another list of gates judged', () => {
  const entries = withDecision(journalOf([wanted], anOccasion()), {
    gates: 1,
    result: 'no-such-code',
    refused: { 'no-such-code': 'wanted@1' },
  })
  const [decision] = explainEntries(entries, knownFrom([wanted]))
  if (!decision) throw new Error('nothing was decided')

  it('shows no order of gates that it may not have gone through', () => {
    expect(decision.gates).toEqual({ version: 1, known: false })
    expect(decision.candidates[0]?.gates).toEqual([])
    for (const language of languages) {
      const text = textOf(explanationOf([decision]), language)
      const { phrases, gates } = wordsOf[language]
      expect(text).toContain(phrases.otherGates(1, GATES_VERSION))
      expect(text).not.toContain(`✔ ${gates.live}`)
      expect(text).not.toContain(`✘`)
    }
  })

  it('shows its recorded values, and the code of a reason that nobody knows here', () => {
    const text = textOf(explanationOf([decision]), 'en')
    expect(text).toContain('age in years: 46')
    expect(text).toContain('A reason that this program has no words for. [no-such-code]')
  })
})

describe('a signal that no campaign listens to', () => {
  it.each([
    ['en', 'no campaign listens to this kind of signal. [no-campaign]'],
    ['zh', '没有营销活动适用于此类信号。 [no-campaign]'],
  ] as const)('is told in %s', (language, words) => {
    const decision = explained([])
    expect(decision).toMatchObject({ result: 'no-campaign', candidates: [] })
    const text = textOf(explanationOf([decision]), language)
    expect(text).toContain(words)
    expect(text).not.toContain(wordsOf[language].phrases.candidates(0))
  })
})

describe('nothing', () => {
  it.each([
    ['customer-unknown', {}, 'Nothing is known of a customer C1', '查无客户 C1'],
    ['no-decisions', {}, 'No decision about customer C1 is on record', '客户 C1 没有决策记录'],
    [
      'event-without-decision',
      { eventId: 'E77' },
      'No decision about customer C1 follows from the bank event E77',
      '银行事件 E77 未产生关于客户 C1 的决策记录',
    ],
  ] as const)('%s', (nothing, differs, english, chinese) => {
    expect(textOf(explanationOf([], { nothing, ...differs }), 'en')).toContain(english)
    expect(textOf(explanationOf([], { nothing, ...differs }), 'zh')).toContain(chinese)
  })

  it('is not claimed where there is more, or something that cannot be read', () => {
    const text = textOf(explanationOf([explained([wanted])], { older: true, unreadable: 2 }), 'en')
    expect(text).toContain('earlier decisions that are not shown')
    expect(text).toContain('2 entries of the journal were written by another release')
  })
})

describe('hundreds of candidates', () => {
  const many = Array.from({ length: 200 }, (_, number) => ({
    ...wanted,
    id: `campaign-number-${number}`,
    name: `Campaign ${number}`,
    status: number % 2 === 0 ? ('live' as const) : ('paused' as const),
  }))

  it('are found again by their short names', () => {
    const [entry] = journalOf(many, anOccasion())
    if (entry?.kind !== 'decision') throw new Error('no decision')
    expect([...namesIn(entry)].every((name) => name.startsWith('#'))).toBe(true)
    const { candidates } = explained(many)
    expect(candidates.map(({ campaign }) => campaign?.id).sort()).toEqual(many.map(({ id }) => id).sort())
    const fates = decide(anOccasion(), indexCampaigns(many)).fates()
    expect(new Map(candidates.map(({ campaign, fate }) => [campaign?.id, fate]))).toEqual(
      new Map(fates.map(({ compiled, fate }) => [compiled.campaign.id, fate])),
    )
  })

  it('are told by reason, those that came furthest first, each with its name', () => {
    const text = textOf(explanationOf([explained(many)]), 'en')
    for (const { name } of many) expect(text).toContain(`${name} (`)
    const [audience, paused] = ['[audience]', '[not-live]'].map((code) =>
      text.indexOf(
        `100 campaigns not chosen. ${wordsOf.en.reasons[code.slice(1, -1) as 'audience']} ${code}`,
      ),
    )
    expect(audience).toBeGreaterThan(0)
    expect(paused).toBeGreaterThan(audience ?? 0)
  })
})

describe('a short name', () => {
  it('that stands for no campaign, or for two, stands for nothing', () => {
    const [one, other] = ['campaign-11468', 'campaign-28823'] as const
    const name = `#${campaignRef(one)}@1`
    expect(name).toBe(`#${campaignRef(other)}@1`)
    expect(candidateNames([])(name)).toBeUndefined()
    expect(candidateNames([one])(name)).toEqual({ id: one, version: 1 })
    expect(candidateNames([other])(name)).toEqual({ id: other, version: 1 })
    expect(candidateNames([one, other])(name)).toBeUndefined()
    expect(candidateNames(['a-campaign'])('a-campaign@12')).toEqual({ id: 'a-campaign', version: 12 })
    expect(candidateNames(['a-campaign', 'a-campaign'])('no version')).toBeUndefined()
  })
})
