import type { WarmedUp } from '#test/bench/cost/play.ts'
import { type Billed, dollarsOf } from '#test/bench/cost/price-sheet.ts'
import type { TemplateFacts } from '#test/bench/cost/template-facts.ts'
import type { Names } from '#test/bench/cost/usage-of.ts'

const MINUTES = 30 * 24 * 60

/** Lambda begins with five pollers a queue, each of which waits for 20 seconds. */
const POLLS_A_MINUTE = 5 * 3

/** react-to-events asks after 30 seconds for the settings and whether the live campaigns have changed: a unit each. */
const ASKED_A_MINUTE = 2 * 2

/** It reads them all every five minutes, whether they have changed or not (ADR 22). */
const REFRESHES_A_MINUTE = 1 / 5

/** deliver-message looks the settings and the campaign of a message up after 3 seconds; messages of one are assumed. */
const LOOKUPS_A_MINUTE = 20 * 2

/** release-due asks each shard of what is due, every minute (ADR 20): half a unit where there is nothing. */
const TICK_READ_UNITS = 16 / 2

/** A month of a key of KMS. */
const DOLLARS_A_KEY = 1

/** What a month costs whatever is published. */
export interface Standing {
  readonly what: string
  readonly quantity: number
  readonly dollars: number
}

const line = (what: string, of: Billed, quantity: number): Standing => ({
  what,
  quantity,
  dollars: dollarsOf(of, quantity),
})

/** Units of one reading of all live campaigns and the settings, as the run's meter counted them. */
export const refreshUnits = ({ warming }: WarmedUp, { campaignsTable }: Names): number => {
  const queries = warming.dynamodb.requests['DynamoDB.Query'] ?? 0
  const units = warming.dynamodb.readUnits[campaignsTable] ?? 0
  return queries === 0 ? 0 : units / queries
}

/**
 * Costs of a month that hang on time and not on events, for one environment of each function that is always busy.
 * @param unitsOfRefresh of one reading of campaigns and settings
 */
export const standingCosts = (facts: TemplateFacts, unitsOfRefresh: number): readonly Standing[] => [
  line('empty receives of the pollers', 'sqsRequests', facts.polledQueues * POLLS_A_MINUTE * MINUTES),
  line(
    'campaigns read anew by an environment of react-to-events',
    'readUnits',
    REFRESHES_A_MINUTE * unitsOfRefresh * MINUTES,
  ),
  line('changes of campaigns and settings asked for by it', 'readUnits', ASKED_A_MINUTE * MINUTES),
  line('a campaign looked up by an environment of deliver-message', 'readUnits', LOOKUPS_A_MINUTE * MINUTES),
  line('what is due, asked each minute', 'readUnits', TICK_READ_UNITS * MINUTES),
  line('functions called each minute', 'lambdaRequests', facts.calledEachMinute * MINUTES),
  { what: 'customer-managed keys', quantity: facts.keys, dollars: facts.keys * DOLLARS_A_KEY },
]
