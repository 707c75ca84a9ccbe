import type { Condition } from '#shared/domain/campaign/condition.ts'
import type { MatchingEngine } from '#test/bench/matching/engine.ts'
import type { FlatFacts } from '#test/bench/matching/flat-facts.ts'
import type { MatchingWorkload } from '#test/bench/matching/workload.ts'
import type { TriggerType } from '#test/bench/workload/tests.ts'

export type Predicate = (facts: FlatFacts) => unknown

/** How an engine makes functions of conditions; `ofTyped` of one that also asks for the signal's type itself. */
export interface PredicateMaker {
  readonly ofCondition: (condition: Condition) => Predicate
  readonly ofTyped: (type: TriggerType, condition: Condition) => Predicate
}

const filter = (predicates: readonly Predicate[], facts: FlatFacts): number[] => {
  const found: number[] = []
  for (let position = 0; position < predicates.length; position++)
    if ((predicates[position] as Predicate)(facts)) found.push(position)
  return found
}

const counting = (name: string, matches: (signal: number) => readonly number[]): MatchingEngine => ({
  name,
  matches,
  run: (count) => {
    let found = 0
    for (let signal = 0; signal < count; signal++) found += matches(signal).length
    return found
  },
})

/** Engines that turn each condition into a function: all functions of the signal's type are called, or all there are. */
export const predicateEngines = (
  name: string,
  { conditions, flat }: MatchingWorkload,
  { ofCondition, ofTyped }: PredicateMaker,
): { indexed: MatchingEngine; unindexed: MatchingEngine } => {
  const byType = new Map([...conditions].map(([type, ofType]) => [type, ofType.map(ofCondition)]))
  const all = [...conditions].flatMap(([type, ofType]) =>
    ofType.map((condition, position) => ({ position, predicate: ofTyped(type, condition) })),
  )
  const predicates = all.map(({ predicate }) => predicate)
  const factsAt = (signal: number) => flat[signal] as FlatFacts & { readonly type: TriggerType }
  return {
    indexed: counting(name, (signal) => filter(byType.get(factsAt(signal).type) ?? [], factsAt(signal))),
    unindexed: counting(`${name}, not indexed`, (signal) =>
      filter(predicates, factsAt(signal)).map((place) => all[place]?.position ?? 0),
    ),
  }
}
