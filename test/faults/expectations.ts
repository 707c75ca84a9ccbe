import { total, type Verdict } from '#test/faults/judge.ts'
import type { Expectation, FaultOptions, Figures, Scenario } from '#test/faults/scenario.ts'

const IN_DOUBT = 'failed in-doubt'

const always = (verdict: Verdict, { messages }: FaultOptions): Expectation[] => [
  { says: 'every message is there', holds: verdict.messages === messages },
  { says: 'none is lost', holds: total(verdict.lost) === 0 },
  { says: 'no marketing is sent twice', holds: verdict.marketingTwice === 0 },
  {
    says: 'service is sent twice only where its journal says why',
    holds: verdict.serviceTwiceUnexplained === 0,
  },
  { says: 'only what was in doubt is given up for it', holds: verdict.givenUpWithoutDoubt === 0 },
  { says: 'what the journal says of the provider is true', holds: verdict.untrue === 0 },
  {
    says: 'nothing ends for another reason than doubt',
    holds: Object.keys(verdict.endedOtherwise).every((name) => name === IN_DOUBT),
  },
]

const withoutDoubt = (verdict: Verdict): Expectation[] => [
  { says: 'every message ends well', holds: total(verdict.endedOtherwise) === 0 },
  { says: 'none is sent twice', holds: verdict.serviceTwice === 0 },
]

/** All that must hold after a scenario. */
export const expectationsOf = (
  scenario: Scenario,
  verdict: Verdict,
  figures: Figures,
  options: FaultOptions,
): readonly Expectation[] => [
  ...always(verdict, options),
  ...(scenario.leavesDoubt ? [] : withoutDoubt(verdict)),
  ...scenario.expects(verdict, figures, options),
]
