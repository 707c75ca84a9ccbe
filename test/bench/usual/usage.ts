import type { FunctionUsage } from '#infra/local/lambda.ts'
import type { Usage } from '#test/bench/cost/bill.ts'
import { functionsUsage } from '#test/bench/cost/usage-of.ts'
import type { Counted } from '#test/bench/meter/counts.ts'
import type { UsualCloud } from '#test/bench/usual/cloud.ts'
import { MEMORY_SIZE, NAME } from '#test/bench/usual/deployed-function.ts'

/** What was counted since the last look, by meter, and what the function has taken since its start. */
export interface Look {
  readonly dynamodb: Counted
  readonly eventBridge: Counted
  readonly providers: Counted
  readonly lambda: FunctionUsage
}

export const look = async ({ meters, lambda }: UsualCloud): Promise<Look> => ({
  dynamodb: meters.dynamodb.take(),
  eventBridge: meters.eventBridge.take(),
  providers: meters.providers.take(),
  lambda: await lambda.usage(),
})

const total = (sums: Readonly<Record<string, number>>): number =>
  Object.values(sums).reduce((sum, each) => sum + each, 0)

/** What the function has taken between two looks. */
export const between = (before: FunctionUsage, after: FunctionUsage): FunctionUsage => ({
  invocations: after.invocations - before.invocations,
  milliseconds: after.milliseconds - before.milliseconds,
  cpu: after.cpu - before.cpu,
  printedBytes: after.printedBytes - before.printedBytes,
})

/**
 * What Lambda itself logs of an invocation in JSON, `platform.start` and `platform.report` of an untraced one, with the 26
 * bytes that CloudWatch counts for an event beside its text, by their schema:
 * https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
const PLATFORM_LOG_BYTES = 430

/** What AWS bills of it. The function is not traced: that would add a trace to every twentieth event. */
export const usageOf = (
  { dynamodb, eventBridge }: Pick<Look, 'dynamodb' | 'eventBridge'>,
  taken: FunctionUsage,
): Usage => {
  const { traces: _, ...lambda } = functionsUsage({ [NAME]: taken }, { [NAME]: MEMORY_SIZE })
  return {
    ...lambda,
    writeUnits: total(dynamodb.writeUnits),
    readUnits: total(dynamodb.readUnits),
    busChunks: eventBridge.busChunks,
    logMegabytes: (taken.printedBytes + taken.invocations * PLATFORM_LOG_BYTES) / 1e6,
  }
}
