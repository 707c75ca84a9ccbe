import type { Verdict } from '#test/faults/judge.ts'
import type { LoadedMessage } from '#test/faults/load/messages.ts'
import type { FaultyCloud } from '#test/faults/processes/faulty-cloud.ts'

export interface FaultOptions {
  readonly messages: number
  readonly kills: number
  readonly seed: number
  /** Messages a second, over both providers, of the measured drain. */
  readonly rate: number
}

/** What a scenario plays on: a cloud whose queues are full and whose functions do not run yet. */
export interface Stage {
  readonly cloud: FaultyCloud
  readonly messages: readonly LoadedMessage[]
  readonly options: FaultOptions
  /** Numbers in [0, 1), the same for the same seed. */
  readonly random: () => number
  /** Plays on until every message has ended or nothing moves any more. */
  readonly untilQuiet: () => Promise<void>
}

/** What must hold after a run, in words, and whether it does. */
export interface Expectation {
  readonly says: string
  readonly holds: boolean
}

/** Figures of a scenario's own: how often it struck. */
export type Figures = Readonly<Record<string, number>>

export interface Scenario {
  readonly name: string
  readonly title: string
  /** Whether a message may be in doubt in it: then some are given up, or sent a second time and noted so. */
  readonly leavesDoubt: boolean
  /** Only on demand: a measurement of minutes. */
  readonly onDemand?: true
  /** Limit of each provider in the settings, in messages a second @default far more than is reached */
  readonly perSecond?: (options: FaultOptions) => number
  /** In place of what the template gives the queues, in seconds; `template` leaves that. */
  readonly visibility?: 'template'
  readonly play: (stage: Stage) => Promise<Figures>
  /** What must hold beside what must always hold: above all that the fault did strike. */
  readonly expects: (verdict: Verdict, figures: Figures, options: FaultOptions) => readonly Expectation[]
}
