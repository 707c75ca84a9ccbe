import { seededRandom } from '#infra/local/seeded-random.ts'
import { expectationsOf } from '#test/faults/expectations.ts'
import { gather } from '#test/faults/gather.ts'
import { judge, type Suspect, suspectsOf, type Verdict } from '#test/faults/judge.ts'
import type { Expectation, FaultOptions, Figures, Scenario } from '#test/faults/scenario.ts'
import type { Warehouse } from '#test/faults/stage.ts'
import { untilQuiet } from '#test/faults/until-quiet.ts'

export interface Result {
  readonly name: string
  readonly title: string
  readonly verdict: Verdict
  readonly figures: Figures
  readonly expectations: readonly Expectation[]
  /** Real time from the first function's start until all was quiet, start and end of processes included. */
  readonly seconds: number
  readonly suspects: readonly Suspect[]
}

/** Of a name, so that each scenario has numbers of its own. */
const offsetOf = (name: string): number => [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)

export const runScenario = async (
  scenario: Scenario,
  options: FaultOptions,
  warehouse: Warehouse,
  onProgress: (accepted: number, open: number | undefined) => void,
): Promise<Result> => {
  const { cloud, messages, close } = await warehouse.open(scenario)
  const started = performance.now()
  const watch = setInterval(() => onProgress(cloud.accepted, undefined), 200)
  try {
    const figures = await scenario.play({
      cloud,
      messages,
      options,
      random: seededRandom(options.seed + offsetOf(scenario.name)),
      untilQuiet: () => untilQuiet(cloud, (open) => onProgress(cloud.accepted, open)),
    })
    const seconds = (performance.now() - started) / 1000
    const evidence = await gather(cloud)
    const verdict = judge(evidence)
    const expectations = expectationsOf(scenario, verdict, figures, options)
    const { name, title } = scenario
    return { name, title, verdict, figures, expectations, seconds, suspects: suspectsOf(evidence) }
  } finally {
    clearInterval(watch)
    await close()
  }
}

export const isMet = ({ expectations }: Result): boolean => expectations.every(({ holds }) => holds)
