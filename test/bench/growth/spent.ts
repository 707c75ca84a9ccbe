import type { FunctionUsage } from '#infra/local/lambda.ts'
import { type Bill, billOf } from '#test/bench/cost/bill.ts'
import type { Played } from '#test/bench/cost/play.ts'
import type { TemplateFacts } from '#test/bench/cost/template-facts.ts'
import { type Names, usageOf } from '#test/bench/cost/usage-of.ts'
import type { Counted } from '#test/bench/meter/counts.ts'

/** What some bank events took, and everything that they led to. */
export interface Spent {
  readonly events: number
  readonly writeUnits: number
  /** Those of the customers table among them. */
  readonly profileWriteUnits: number
  /** Of all tables but that of the campaigns: what functions keep in memory is read by the clock, not by events. */
  readonly readUnits: number
  /** To AWS's services and the providers; receives that found nothing are none of an event's. */
  readonly requests: number
  /** In seconds of processor time. */
  readonly functions: number
  readonly database: number
  readonly bill: Bill
}

type Functions = Readonly<Record<string, FunctionUsage>>

/** A vCPU's worth of memory: what a function of so many MB gets one for (AWS Lambda Developer Guide, "memory"). */
const VCPU_MB = 1_769

const sum = (values: Readonly<Record<string, number>>): number =>
  Object.values(values).reduce((total, each) => total + each, 0)

/** What functions have taken between two looks at them. */
export const functionsBetween = (before: Functions, after: Functions): Functions =>
  Object.fromEntries(
    Object.entries(after).map(([name, used]) => {
      const { invocations = 0, milliseconds = 0, cpu = 0, printedBytes = 0 } = before[name] ?? {}
      const between = {
        invocations: used.invocations - invocations,
        milliseconds: used.milliseconds - milliseconds,
        cpu: used.cpu - cpu,
        printedBytes: used.printedBytes - printedBytes,
      }
      return [name, between]
    }),
  )

/**
 * As if functions did nothing but compute: their time is their processor time at their memory's share of a vCPU. How long
 * they wait for stores that answer as on AWS is another bench's matter (cost).
 */
const computingOnly = (functions: Functions, memory: TemplateFacts['memory']): Functions =>
  Object.fromEntries(
    Object.entries(functions).map(([name, used]) => {
      const milliseconds = ((used.cpu / 1e3) * VCPU_MB) / (memory[name] ?? VCPU_MB)
      return [name, { ...used, milliseconds }]
    }),
  )

const asked = ({ requests, emptyReceives }: Counted): number => sum(requests) - sum(emptyReceives)

export interface SpentOptions {
  /** Processor time of the local database, in seconds. */
  readonly database: number
  readonly facts: TemplateFacts
  readonly names: Names & { readonly customersTable: string }
}

/** What a run took, as its bill counts it. */
export const spentIn = (played: Played, { database, facts, names }: SpentOptions): Spent => {
  const { writeUnits, readUnits } = played.counted.dynamodb
  const { [names.campaignsTable]: _, ...ofEvents } = readUnits
  const usage = usageOf({ ...played, functions: computingOnly(played.functions, facts.memory) }, facts, names)
  return {
    events: played.events,
    writeUnits: sum(writeUnits),
    profileWriteUnits: writeUnits[names.customersTable] ?? 0,
    readUnits: sum(ofEvents),
    requests: Object.values(played.counted).reduce((all, each) => all + asked(each), 0),
    functions: Object.values(played.functions).reduce((all, { cpu }) => all + cpu, 0) / 1e6,
    database,
    bill: billOf(usage),
  }
}
