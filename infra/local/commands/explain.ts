import type { Connection } from '#infra/local/commands/connection.ts'
import { findDeployment, withHints } from '#infra/local/commands/deployment.ts'
import { type ExplainOptions, explainOptions } from '#infra/local/commands/explain/options.ts'
import { printLines } from '#infra/local/commands/explain/print.ts'
import { colour, note, runCommand, say } from '#infra/local/commands/terminal.ts'
import { createCampaignStore } from '#shared/adapters/dynamodb/campaign-store.ts'
import { createJournalReader } from '#shared/adapters/dynamodb/journal-reader.ts'
import { createLaunchReader } from '#shared/adapters/dynamodb/launch-reader.ts'
import { createProfileReader } from '#shared/adapters/dynamodb/profile-reader.ts'
import type { Explanation, NothingFound } from '#shared/domain/explain/explanation.ts'
import { explanationLines } from '#shared/domain/explain/explanation-lines.ts'
import { launchesLines } from '#shared/domain/explain/launch-lines.ts'
import type { Line } from '#shared/domain/explain/line.ts'
import { explainDecisions } from '#shared/use-cases/explain-decisions.ts'
import { explainLaunches } from '#shared/use-cases/explain-launches.ts'

const readersOf = ({ documentClient, name }: Connection) => ({
  journal: createJournalReader(documentClient, name('JournalTable')),
  campaigns: createCampaignStore({
    documentClient,
    tableName: name('CampaignsTable'),
    cacheMs: Number.POSITIVE_INFINITY,
    now: Date.now,
    onUnusable: ({ collection, entry }) => note(`cannot be read: ${collection} ${entry}`),
  }),
  profiles: createProfileReader(documentClient, name('CustomersTable')),
  launches: createLaunchReader(documentClient, name('CampaignsTable')),
})

/** What to look at next, where nothing was found. */
const nextSteps: Readonly<Record<NothingFound, string>> = {
  'customer-unknown':
    'The id is the customerId of the bank’s events, written exactly so. Refused events: npm run redrive',
  'no-decisions': 'Events that were refused, or wait in a dead-letter queue: npm run redrive',
  'event-without-decision':
    'All decisions about the customer: the same without --event. Refused events: npm run redrive',
}

const explainNext = ({ nothing, older }: Explanation, { decisions = 10, json }: ExplainOptions): void => {
  if (nothing !== undefined) note(nextSteps[nothing])
  else if (older && !json) note(`More of them: ${colour.cyan(`--last ${decisions * 5}`)}`)
}

/** @param lines of the explanation, for people */
const show = ({ json }: ExplainOptions, explanation: object, lines: readonly Line[]): void =>
  json ? say(JSON.stringify(explanation, null, 2)) : printLines(lines)

/** @returns the exit code */
const tellLaunches = async (
  connection: Connection,
  options: ExplainOptions,
  campaignId: string,
): Promise<number> => {
  const { decisions: launches, customerId, timeZone } = options
  const request = { customerId, campaignId, launches, timeZone }
  const explanation = await explainLaunches(readersOf(connection))(request, new Date())
  show(options, explanation, launchesLines(explanation, options.language))
  if (explanation.launches.length > 0) return 0
  note('Campaigns without a schedule have no launches: the same without --campaign tells what they decided.')
  return 1
}

/** @returns the exit code */
const tellDecisions = async (connection: Connection, options: ExplainOptions): Promise<number> => {
  const explanation = await explainDecisions(readersOf(connection))(options)
  show(options, explanation, explanationLines(explanation, options.language))
  explainNext(explanation, options)
  return explanation.nothing === undefined ? 0 : 1
}

await runCommand(async () => {
  const options = explainOptions(process.argv.slice(2))
  return withHints(async () => {
    const { connection } = await findDeployment(options.outputs)
    try {
      return await (options.campaignId === undefined
        ? tellDecisions(connection, options)
        : tellLaunches(connection, options, options.campaignId))
    } finally {
      connection.close()
    }
  })
})
