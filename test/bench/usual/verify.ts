import { paginateScan } from '@aws-sdk/lib-dynamodb'
import { mixCounts } from '#test/bench/mix/kinds.ts'
import type { UsualCloud } from '#test/bench/usual/cloud.ts'
import { TABLES } from '#test/bench/usual/tables.ts'

/** What has come out since the beginning. */
export interface Outcome {
  readonly decisions: number
  /** Those that note a sent email. */
  readonly noted: number
  readonly emails: number
}

export const outcomeOf = async ({ documentClient, providers }: UsualCloud): Promise<Outcome> => {
  let decisions = 0
  let noted = 0
  for await (const { Items = [] } of paginateScan(
    { client: documentClient },
    { TableName: TABLES.decisions },
  ))
    for (const item of Items) {
      decisions += 1
      if (Object.keys(item).some((name) => name.startsWith('sent:'))) noted += 1
    }
  const emails = providers.calls().filter(({ outcome }) => outcome === 'accepted').length
  return { decisions, noted, emails }
}

/** @throws Error where the first events of the mix have not led to what they should */
export const requireOutcome = (events: number, before: Outcome, after: Outcome): void => {
  const { refused, message } = mixCounts(0, events)
  const expected: Outcome = { decisions: refused + message, noted: message, emails: message }
  for (const [name, count] of Object.entries(expected) as [keyof Outcome, number][]) {
    const came = after[name] - before[name]
    if (came !== count)
      throw new Error(`the usual design has made ${came} ${name} of ${events} events instead of ${count}`)
  }
}
