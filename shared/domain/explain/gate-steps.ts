import { gatesAfterAudience, gatesBeforeAudience } from '#shared/domain/decision/gates.ts'
import type { ReasonCode } from '#shared/domain/decision/reason-codes.ts'
import { seenFor } from '#shared/domain/decision/seen-for.ts'

/** At which gate a candidate falls with each code. A new code without its gate is a type error. */
export const gateOf = {
  stopped: 'operations',
  'not-live': 'live',
  'not-valid': 'live',
  'signal-expired': 'fresh',
  holdout: 'holdout',
  'customer-unknown': 'exclusions',
  'account-closed': 'exclusions',
  'no-consent': 'consent',
  suppressed: 'suppression',
  vulnerable: 'vulnerability',
  'care-first': 'care-first',
  'open-complaint': 'open-complaint',
  'assessment-missing': 'suitability',
  'assessment-expired': 'suitability',
  unsuitable: 'suitability',
  'senior-risk': 'suitability',
  distress: 'distress',
  'no-personalisation': 'personalisation',
  audience: 'audience',
  capped: 'frequency-cap',
  unreachable: 'reachable',
  'quiet-hours': 'quiet-hours',
} as const satisfies Readonly<Record<ReasonCode, string>>

export type GateName = (typeof gateOf)[ReasonCode]

/** One step of the way that every candidate takes. */
export interface GateStep {
  readonly gate: GateName
  /** Asked only while a message would go out: a task goes past it. */
  readonly forMessages: boolean
  /** Names of the recorded values that it looks at. */
  readonly sees: readonly string[]
}

const codes = Object.keys(gateOf) as ReasonCode[]

const stepOf = (gate: GateName, forMessages: boolean): GateStep => ({
  gate,
  forMessages,
  sees: [...new Set(codes.flatMap((code) => (gateOf[code] === gate ? seenFor[code] : [])))],
})

const stepsOf = (gates: typeof gatesBeforeAudience): GateStep[] =>
  gates.map(({ name, appliesTo }) => stepOf(name as GateName, appliesTo === 'message'))

/** All gates in the order of the engine. */
export const gateSteps: readonly GateStep[] = [
  ...stepsOf(gatesBeforeAudience),
  stepOf('audience', false),
  ...stepsOf(gatesAfterAudience),
]
