import { writeFileSync } from 'node:fs'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { SQSClient } from '@aws-sdk/client-sqs'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { localClientConfig } from '#infra/local/clients.ts'
import { type LocalCloud, startLocalCloud } from '#infra/local/cloud.ts'
import { readEntries, shuffled, withDuplicates } from '#infra/local/commands/replay/entries.ts'
import { type ReplayOptions, replayOptions } from '#infra/local/commands/replay/options.ts'
import { play } from '#infra/local/commands/replay/play.ts'
import { printSummary } from '#infra/local/commands/replay/print.ts'
import { openRunDirectory } from '#infra/local/commands/replay/run-directory.ts'
import {
  type ReplaySummary,
  summarizeEntries,
  summarizeJournal,
} from '#infra/local/commands/replay/summary.ts'
import { colour, note, progressBar, runCommand, stepPrinter } from '#infra/local/commands/terminal.ts'
import { deadLetters } from '#infra/local/dead-letters.ts'
import { scanTable } from '#infra/local/scan-table.ts'
import { seed } from '#infra/seed/seed.ts'
import { readStarterCampaigns } from '#infra/seed/starter-campaigns.ts'

/** Fixed where none is given, so that a run can be repeated. */
const DUPLICATE_SEED = 1

const countParked = async (client: DynamoDBDocumentClient, table: string): Promise<number> => {
  const ids = new Set<unknown>()
  for await (const { parkedId } of scanTable(client, table)) ids.add(parkedId)
  return ids.size
}

const run = async (options: ReplayOptions, cloud: LocalCloud): Promise<ReplaySummary> => {
  const { outputs, endpoints } = cloud
  const table = (name: string): string => String(outputs[name])
  const documentClient = DynamoDBDocumentClient.from(
    new DynamoDBClient(localClientConfig(endpoints.dynamodb)),
  )
  await seed(
    {
      documentClient,
      campaignsTable: table('CampaignsTable'),
      auditTable: table('AuditTable'),
      now: new Date(),
    },
    readStarterCampaigns(),
    options.settings,
  )

  const file = readEntries(options.file)
  const mixed = options.shuffle === undefined ? file : shuffled(file, options.shuffle)
  const entries = withDuplicates(mixed, options.duplicate, options.shuffle ?? DUPLICATE_SEED)

  const started = performance.now()
  const bar = progressBar('replay', entries.length)
  const show = setInterval(() => {
    const { EventsAccepted = 0, EventsParked = 0 } = cloud.metrics()
    bar.update(Math.min(EventsAccepted + EventsParked, entries.length))
  }, 200)
  try {
    const client = new EventBridgeClient(localClientConfig(endpoints.eventBridge))
    await play(entries, cloud, client, () => {})
    bar.update(entries.length)
  } finally {
    clearInterval(show)
    bar.stop()
  }
  const elapsedMs = Math.round(performance.now() - started)
  const journal = await summarizeJournal(scanTable(documentClient, table('JournalTable')))
  const parked = await countParked(documentClient, table('ParkedTable'))
  const { WriteUnits = 0, ReadUnits = 0, QuietWriteUnits = 0, EventsQuiet = 0, ...rest } = cloud.metrics()
  return {
    events: { ...summarizeEntries(file, entries, parked), beforeProfile: rest.EventsBeforeProfile ?? 0 },
    ...journal,
    writeUnits: Math.round(WriteUnits),
    readUnits: ReadUnits,
    writeUnitsPerQuietEvent: EventsQuiet === 0 ? 0 : QuietWriteUnits / EventsQuiet,
    elapsedMs,
  }
}

/** Work that ended in a dead-letter queue was lost to this run: it must not look whole. */
const reportDeadLetters = async (cloud: LocalCloud): Promise<number> => {
  const left = await deadLetters(new SQSClient(localClientConfig(cloud.endpoints.sqs)), cloud.outputs)
  for (const { name, count } of left)
    note(colour.red(`${count} messages ended in ${name}: see the functions' logs beside the data`))
  return left.length === 0 ? 0 : 1
}

await runCommand(async () => {
  const options = replayOptions(process.argv.slice(2))
  const directory = openRunDirectory(options.dataDirectory, options.fingerprint, options.fresh)
  if (directory.resumed)
    note(`Going on with what an interrupted run left in ${options.dataDirectory} (--fresh starts anew).`)
  const cloud = await startLocalCloud({
    dataDirectory: options.dataDirectory,
    clock: 'event',
    schedules: 'manual',
    onProgress: stepPrinter(note),
  })
  try {
    const summary = await run(options, cloud)
    printSummary(summary)
    if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(summary, null, 2)}\n`)
    directory.finish()
    return await reportDeadLetters(cloud)
  } finally {
    await cloud.stop()
  }
})
