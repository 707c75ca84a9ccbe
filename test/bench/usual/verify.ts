import { paginateScan } from '@aws-sdk/lib-dynamodb'
import { mixCounts } from '#test/bench/mix/kinds.ts'
import type { UsualCloud } from '#test/bench/usual/cloud.ts'
import type { Decides } from '#test/bench/usual/function/env.ts'
import { TABLES } from '#test/bench/usual/tables.ts'

/** What has come out since the beginning. */
export interface Outcome {
  readonly decisions: number
  /** Of them, those about no signal. */
  readonly quiet: number
  /** Those that note a sent email. */
  readonly noted: number
  readonly emails: number
}

export const outcomeOf = async ({ documentClient, providers }: UsualCloud): Promise<Outcome> => {
  let decisions = 0
  let noted = 0
  let quiet = 0
  for await (const { Items = [] } of paginateScan(
    { client: documentClient },
    { TableName: TABLES.decisions },
  ))
    for (const item of Items) {
      decisions += 1
      if (!('signal' in item)) quiet += 1
      if (Object.keys(item).some((name) => name.startsWith('sent:'))) noted += 1
    }
  const emails = providers.calls().filter(({ outcome }) => outcome === 'accepted').length
  return { decisions, quiet, noted, emails }
}

/** @throws Error where the first events of the mix have not led to what they should */
export const requireOutcome = (events: number, decides: Decides, before: Outcome, after: Outcome): void => {
  const { refused, message, quiet } = mixCounts(0, events)
  const empty = decides === 'every-event' ? quiet : 0
  const decisions = refused + message + empty
  const expected: Outcome = { decisions, quiet: empty, noted: message, emails: message }
  for (const [name, count] of Object.entries(expected) as [keyof Outcome, number][]) {
    const came = after[name] - before[name]
    if (came !== count)
      throw new Error(`the usual design has made ${came} ${name} of ${events} events instead of ${count}`)
  }
}
