import { writeFileSync } from 'node:fs'
import { type LocalCloud, startLocalCloud } from '#infra/local/cloud.ts'
import { type Connection, connect, seedCampaigns } from '#infra/local/commands/connection.ts'
import { readEntries, shuffled, withDuplicates } from '#infra/local/commands/replay/entries.ts'
import { replayedMessages } from '#infra/local/commands/replay/messages.ts'
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
import { readNamedCampaigns } from '#infra/seed/shipped-campaigns.ts'

/** Fixed where none is given, so that a run can be repeated. */
const DUPLICATE_SEED = 1

const countParked = async ({ documentClient, name }: Connection): Promise<number> => {
  const ids = new Set<unknown>()
  for await (const { parkedId } of scanTable(documentClient, name('ParkedTable'))) ids.add(parkedId)
  return ids.size
}

const run = async (
  options: ReplayOptions,
  cloud: LocalCloud,
  connection: Connection,
): Promise<ReplaySummary> => {
  await seedCampaigns(connection, options.settings, readNamedCampaigns(options.campaigns))
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
    await play(entries, cloud, connection)
    bar.update(entries.length)
  } finally {
    clearInterval(show)
    bar.stop()
  }
  const elapsedMs = Math.round(performance.now() - started)
  const journal = await summarizeJournal(
    scanTable(connection.documentClient, connection.name('JournalTable')),
  )
  const parked = await countParked(connection)
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

const writeMessages = async (file: string, cloud: LocalCloud, connection: Connection): Promise<void> => {
  const items = scanTable(connection.documentClient, connection.name('JournalTable'))
  const lines = await replayedMessages(items, cloud.providers.calls())
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}

/** Work that ended in a dead-letter queue was lost to this run: it must not look whole. */
const reportDeadLetters = async (cloud: LocalCloud, { sqs }: Connection): Promise<number> => {
  const left = await deadLetters(sqs, cloud.outputs)
  for (const { name, count } of left)
    note(colour.red(`${count} messages ended in ${name}: see the functions' logs beside the data`))
  return left.length === 0 ? 0 : 1
}

await runCommand(async () => {
  const options = replayOptions(process.argv.slice(2))
  const { dataDirectory, assembly, visibilityTimeoutSeconds } = options
  const directory = openRunDirectory(dataDirectory, options.fingerprint, options.fresh)
  if (directory.resumed)
    note(`Going on with what an interrupted run left in ${dataDirectory} (--fresh starts anew).`)
  const cloud = await startLocalCloud({
    dataDirectory,
    clock: 'event',
    schedules: 'manual',
    // Nobody listens: what is written to the journal need not be written twice more.
    streams: options.settings.webhooks.length > 0 ? 'running' : 'off',
    onProgress: stepPrinter(note),
    ...(assembly === undefined ? {} : { assembly }),
    ...(visibilityTimeoutSeconds === undefined ? {} : { visibilityTimeoutSeconds }),
  })
  const connection = connect(cloud)
  try {
    const summary = await run(options, cloud, connection)
    printSummary(summary)
    if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(summary, null, 2)}\n`)
    if (options.messages !== undefined) await writeMessages(options.messages, cloud, connection)
    directory.finish()
    return await reportDeadLetters(cloud, connection)
  } finally {
    connection.close()
    await cloud.stop()
  }
})
