import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { indexCampaigns } from '#shared/domain/campaign/compile.ts'
import type { CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'
import type { DecisionSubject } from '#shared/domain/decision/circumstances.ts'
import { type Decision, decide } from '#shared/domain/decision/decide.ts'
import {
  type Gate,
  gatesAfterAudience,
  gatesBeforeAudience,
  handOverCodes,
  startChannels,
} from '#shared/domain/decision/gates.ts'
import type { CandidateExplanation, GateState } from '#shared/domain/explain/explanation.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { benchCampaigns } from '#test/bench/workload/campaigns.ts'
import { benchOccasions } from '#test/bench/workload/signals.ts'
import { explained, explanationOf, textOf } from '#test/support/builders/explained.ts'

interface Parameters {
  readonly seed: number
  readonly withdrawal: boolean
  readonly seniorAge: number
}

/** Campaigns and an occasion for them; every other one is about a large withdrawal, where persons take over. */
const sceneOf = ({ seed, withdrawal, seniorAge }: Parameters) => {
  const [occasion] = benchOccasions(seed, 1)
  if (!occasion) throw new Error('no occasion')
  const campaigns = benchCampaigns(seed, 50).map(
    (campaign): Campaign =>
      withdrawal ? { ...campaign, trigger: { signals: [{ type: 'LargeWithdrawal' }] } } : campaign,
  )
  const subject: DecisionSubject = {
    ...occasion,
    signal: withdrawal ? { ...occasion.signal, type: 'LargeWithdrawal' } : occasion.signal,
    settings: { ...defaultSettings, seniorAge },
  }
  return { campaigns, subject }
}

/** Drawn small, so that a counterexample can be read. */
const scenes = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  withdrawal: fc.boolean(),
  seniorAge: fc.integer({ min: 60, max: 70 }),
})

/** What a candidate really met, by asking the engine's own gates one after the other. */
const realStates = (
  { circumstances, facts }: Decision,
  compiled: CompiledCampaign,
  fellAtAudience: boolean,
): Record<string, GateState> => {
  const states: Record<string, GateState> = {}
  let sends = !(compiled.task(facts) && compiled.campaign.task?.mode === 'instead')
  let [channels, fell] = [startChannels(compiled), false]
  const ask = ({ name, appliesTo, concerns, check }: Gate): void => {
    if (fell) states[name] = 'not-reached'
    else if (!concerns(compiled, circumstances.subject.signal.type)) states[name] = 'passed'
    else if (!sends && appliesTo === 'message') states[name] = 'not-asked'
    else {
      const verdict = check(compiled, circumstances, channels)
      states[name] = 'passed'
      if (typeof verdict === 'number') channels = verdict
      else if (!handOverCodes.has(verdict)) {
        fell = true
        states[name] = 'refused'
      } else if (sends) {
        sends = false
        states[name] = 'handed-over'
      }
    }
  }
  gatesBeforeAudience.forEach(ask)
  states.audience = fell ? 'not-reached' : fellAtAudience ? 'refused' : 'passed'
  fell ||= fellAtAudience
  gatesAfterAudience.forEach(ask)
  return states
}

const statesOf = ({ gates }: CandidateExplanation): Record<string, string> =>
  Object.fromEntries(gates.map(({ gate, state }) => [gate, state]))

describe('any decision', () => {
  it('is explained in both languages, with every candidate named, and nothing raw', () => {
    fc.assert(
      fc.property(scenes, (parameters) => {
        const { campaigns, subject } = sceneOf(parameters)
        const fates = decide(subject, indexCampaigns(campaigns)).fates()
        const decision = explained(campaigns, subject)
        expect(Object.fromEntries(decision.candidates.map(({ name, fate }) => [name, fate]))).toEqual(
          Object.fromEntries(
            fates.map(({ compiled: { campaign }, fate }) => [`${campaign.id}@${campaign.version}`, fate]),
          ),
        )
        for (const language of ['en', 'zh'] as const) {
          const text = textOf(explanationOf([decision]), language)
          for (const { compiled } of fates) expect(text).toContain(compiled.campaign.id)
          expect(text).not.toMatch(/undefined|NaN|\[object|minorUnits|Invalid/)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('has met at each gate what the explanation says; where the record cannot tell, it says so', () => {
    const met = new Map<string, number>()
    fc.assert(
      fc.property(scenes, (parameters) => {
        const { campaigns, subject } = sceneOf(parameters)
        const decision = decide(subject, indexCampaigns(campaigns))
        const { candidates } = explained(campaigns, subject)
        const wrong: object[] = []
        for (const { compiled, fate } of decision.fates()) {
          const candidate = candidates.find(({ campaign }) => campaign?.id === compiled.campaign.id)
          const told = candidate ? statesOf(candidate) : {}
          for (const [gate, state] of Object.entries(realStates(decision, compiled, fate === 'audience'))) {
            const { [gate]: said = 'missing' } = told
            met.set(said, (met.get(said) ?? 0) + 1)
            const agrees = said === state || (said === 'not-concerned' && state === 'passed')
            if (said !== 'not-recorded' && !agrees) wrong.push({ gate, fate, said, state })
          }
        }
        expect(wrong).toEqual([])
      }),
      { numRuns: 80, seed: 20_261_122 },
    )
    // Every state was met, and the one that says little is rare.
    expect([...met.keys()].sort()).toEqual([
      'handed-over',
      'not-asked',
      'not-concerned',
      'not-reached',
      'not-recorded',
      'passed',
      'refused',
    ])
    expect(met.get('not-recorded') ?? 0).toBeLessThan((met.get('passed') ?? 0) / 20)
  })

  it('has an audience that held for those who passed it, and did not for those who fell there', () => {
    fc.assert(
      fc.property(scenes, (parameters) => {
        const { campaigns, subject } = sceneOf(parameters)
        for (const { fate, gates } of explained(campaigns, subject).candidates) {
          const audience = gates.find(({ gate }) => gate === 'audience')
          if (audience?.condition?.holds === undefined) continue
          expect({ fate, holds: audience.condition.holds }).toEqual({ fate, holds: fate !== 'audience' })
        }
      }),
      { numRuns: 40 },
    )
  })
})
