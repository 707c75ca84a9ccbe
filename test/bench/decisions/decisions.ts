import { type CampaignIndex, indexCampaigns } from '#shared/domain/campaign/compile.ts'
import { Circumstances, type DecisionSubject } from '#shared/domain/decision/circumstances.ts'
import { decide } from '#shared/domain/decision/decide.ts'
import { decisionRecord } from '#shared/domain/decision/decision-record.ts'
import { readFacts } from '#shared/domain/decision/facts.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import type { Bench, BenchResult } from '#test/bench/harness/bench.ts'
import { measure } from '#test/bench/harness/rounds.ts'
import { benchCampaigns } from '#test/bench/workload/campaigns.ts'
import { benchOccasions } from '#test/bench/workload/signals.ts'

const FULL = { campaigns: 200, signals: 100_000, rounds: 7 }
const SHORT = { campaigns: 200, signals: 2_000, rounds: 0 }

/** Which campaigns match, from the profile and the signal on: what is known is read, then the conditions are asked. */
const match = (subject: DecisionSubject, index: CampaignIndex): readonly number[] => {
  const group = index.candidatesFor(subject.signal)
  if (!group) return []
  return group.conditions.match(readFacts(new Circumstances(subject), group.conditions.fields))
}

const counted =
  <T>(items: readonly T[], count: (item: T) => number) =>
  () => {
    let sum = 0
    for (const item of items) sum += count(item)
    return sum
  }

/** Everything a signal leads to before the first write: gates, arbitration, and the record where something matched. */
const wholeDecision = (subject: DecisionSubject, index: CampaignIndex): number => {
  const decision = decide(subject, index)
  if (decision.matched === 0) return 0
  return decisionRecord(decision, undefined).messages.length
}

/** @throws Error where the decision's matches are not those of the matching step */
const checked = (subjects: readonly DecisionSubject[], index: CampaignIndex) => {
  const sums = { matching: 0, speaking: 0 }
  for (const subject of subjects) {
    const matched = match(subject, index).length
    const decision = decide(subject, index)
    if (decision.matched !== matched) throw new Error(`${subject.signal.id}: the decision saw other matches`)
    if (matched > 0) sums.matching++
    if (decision.winners.length > 0) sums.speaking++
  }
  return sums
}

const run = async ({ short, seed }: { short: boolean; seed: number }): Promise<BenchResult> => {
  const size = short ? SHORT : FULL
  const index = indexCampaigns(benchCampaigns(seed, size.campaigns))
  const subjects = benchOccasions(seed + 1, size.signals).map((occasion) => ({
    ...occasion,
    settings: defaultSettings,
  }))
  const { matching, speaking } = checked(subjects, index)
  const share = (count: number): string => `${((100 * count) / size.signals).toFixed(1)} %`
  const notes = [
    `The same campaigns and signals. A decision begins with the profile as it was parsed and the signal, and ends with what the transaction will write.`,
    `${share(matching)} of the signals match a campaign and are recorded with every candidate's fate; ${share(speaking)} lead to a message or task.`,
  ]
  if (short) return { notes, timings: [], goals: [] }
  const prepared = subjects.map((subject) => {
    const group = index.candidatesFor(subject.signal)
    return { group, facts: readFacts(new Circumstances(subject), group?.conditions.fields ?? []) }
  })
  const timings = await measure(
    [
      {
        name: 'Matching from profile and signal',
        signals: size.signals,
        run: counted(subjects, (subject) => match(subject, index).length),
      },
      {
        name: 'Matching on prepared facts',
        signals: size.signals,
        run: counted(prepared, ({ group, facts }) => group?.conditions.match(facts).length ?? 0),
      },
      {
        name: 'Gates and arbitration, without records',
        signals: size.signals,
        run: counted(subjects, (subject) => decide(subject, index).winners.length),
      },
      {
        name: 'The whole decision, with records',
        signals: size.signals,
        run: counted(subjects, (subject) => wholeDecision(subject, index)),
      },
    ],
    size.rounds,
  )
  const [fromProfile, , , whole] = timings
  return {
    notes,
    timings,
    goals: [
      {
        name: 'rate of the whole decision, of the matching step',
        value: (fromProfile?.nanoseconds ?? Number.NaN) / (whole?.nanoseconds ?? Number.NaN),
        bound: 0.5,
        direction: 'at least',
      },
    ],
  }
}

/** What a decision costs beyond asking the conditions: every gate, arbitration, and records. */
export const decisions: Bench = { title: 'Decisions', packages: [], run }
