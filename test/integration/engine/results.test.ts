import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { recordOutcome } from '#functions/record-outcome/record-outcome.ts'
import { scanTable } from '#infra/local/scan-table.ts'
import { liveItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { createCampaignPauses } from '#shared/adapters/dynamodb/campaign-pauses.ts'
import { createMessageJournal } from '#shared/adapters/dynamodb/message-journal.ts'
import { createResultsReader } from '#shared/adapters/dynamodb/results-reader.ts'
import { type MessageEntry, messageEntrySchema } from '#shared/domain/message/journal-entry.ts'
import { messageKeyTags } from '#shared/domain/message/message-key.ts'
import { type CounterName, counterNames } from '#shared/domain/results/counters.ts'
import { sumOfCounts } from '#shared/domain/results/result-row.ts'
import { resultKey } from '#shared/tables/campaigns.ts'
import { messageEntry } from '#shared/tables/journal.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { createCounts, createLogSink } from '#test/support/fakes/delivery-world.ts'
import { createInMemorySuppressions } from '#test/support/fakes/in-memory-suppressions.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'
import { randomOf } from '#test/support/random.ts'

const WORKERS = 8
const MESSAGES = 240
const SEED = Number(process.env.SEED ?? 20_261_122)
const random = randomOf(SEED)
const campaignId = 'counted'
const at = '2026-03-10T09:00:00.000Z'

let tables: Tables
const clients: DynamoDBClient[] = []
beforeAll(async () => {
  tables = await startTables()
})
afterAll(async () => {
  for (const client of clients) client.destroy()
  await tables?.stop()
})

const conflict = () =>
  new TransactionCanceledException({
    $metadata: {},
    message: '',
    CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
  })

/** A client whose transactions sometimes meet another one, and whose answers sometimes get lost. */
const unluckyClient = (): DynamoDBDocumentClient => {
  const client = new DynamoDBClient(tables.clientConfig)
  clients.push(client)
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const luck = commandName === 'TransactWriteItemsCommand' ? random.int(1, 20) : 20
        if (luck <= 3) throw conflict()
        const answer = await next(args)
        if (luck === 4) throw new Error('the answer got lost')
        return answer
      },
    { step: 'initialize' },
  )
  return DynamoDBDocumentClient.from(client)
}

/** record-outcome as a function instance of its own has it. */
const aWorker = () => {
  const documentClient = unluckyClient()
  const campaignsTable = tables.name('CampaignsTable')
  const journal = createMessageJournal(documentClient, tables.name('JournalTable'), {
    campaignsTable,
    dayOf: async (day) => day.toISOString().slice(0, 10),
  })
  const record = recordOutcome({
    ...{ journal, counters: createCounts(), suppressions: createInMemorySuppressions() },
    log: createLogSink(),
    clock: (said) => said,
    results: createResultsReader(documentClient, campaignsTable),
    pauses: createCampaignPauses({ documentClient, campaignsTable, auditTable: tables.name('AuditTable') }),
  })
  return { record, journal }
}

const messages = Array.from({ length: MESSAGES }, (_, i) =>
  aMessage({
    ...{ customerId: `RES-${i}`, campaignId, state: 'sending', attempts: 1 },
    entry: messageEntry(new Date(at), campaignId, `S${i}`),
    variant: `v${i % 3}`,
  }),
)

const told = (type: string, message: MessageEntry, minute: number): string =>
  JSON.stringify({
    source: 'aws.ses',
    'detail-type': type,
    time: new Date(Date.parse(at) + minute * 60_000).toISOString(),
    detail: {
      mail: {
        messageId: 'ses-1',
        timestamp: at,
        tags: Object.fromEntries(Object.entries(messageKeyTags(message)).map(([k, v]) => [k, [v]])),
      },
    },
  })

type Job = (worker: ReturnType<typeof aWorker>) => Promise<unknown>

/** All that is ever said of a message, some of it twice: what the provider answered to us, and what it reports. */
const jobsFor = (message: MessageEntry): Job[] => {
  const types = ['Email Sent', 'Email Delivered', 'Email Opened', 'Email Clicked']
  if (random.int(1, 10) === 1) types.push('Email Complaint Received')
  if (random.int(1, 10) === 1) types.push('Email Bounced')
  const said = types.flatMap((type) =>
    Array.from({ length: random.int(1, 3) }, () => told(type, message, random.int(0, 3_000))),
  )
  return [
    ...said.map(
      (body): Job =>
        ({ record }) =>
          record({ body, recordId: 'r', receiveCount: 1 }),
    ),
    ({ journal }) => journal.transition(message, { to: 'sent', at: new Date(at), providerMessageId: 'p' }),
  ]
}

/** What the journal says that must have been counted. */
const truthOf = ({ history, marks = {} }: MessageEntry): CounterName[] => {
  const come = new Set<string>([...history.map(({ state }) => state), ...Object.keys(marks)])
  if (['delivered', 'bounced', 'complained'].some((state) => come.has(state))) come.add('sent')
  return counterNames.filter((name) => come.has(name))
}

const auditOf = () => tables.itemsOf('AuditTable', `campaign#${campaignId}`)

it('eight workers, with everything told out of order and more than once, count what the journal says', async () => {
  const put = (TableName: string, Item: Record<string, unknown>) =>
    tables.documentClient.send(new PutCommand({ TableName, Item }))
  await put(tables.name('CampaignsTable'), liveItem(aCampaign({ id: campaignId })))
  for (const message of messages) await put(tables.name('JournalTable'), message)
  // Enough was delivered before that each further complaint speaks for a pause.
  const before = { campaignId, campaignVersion: 1, variant: 'v0', channel: 'email', day: '2026-03-01' }
  const earlier = { delivered: 2_000, complained: 20 }
  await put(tables.name('CampaignsTable'), { ...resultKey({ ...before, customerId: 'X' }), ...earlier })

  const jobs = messages
    .flatMap(jobsFor)
    .map((job) => ({ job, order: random.int(0, 1_000_000) }))
    .sort((left, right) => left.order - right.order)
    .map(({ job }) => job)
  const work = async (worker: ReturnType<typeof aWorker>): Promise<void> => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      try {
        await job(worker)
      } catch {
        // As SQS hands a failed record out again, later and to anybody.
        jobs.push(job)
      }
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, () => work(aWorker())))

  const reader = createResultsReader(tables.documentClient, tables.name('CampaignsTable'))
  const rows = await reader.rows(campaignId, {})
  const stored: MessageEntry[] = []
  for await (const item of scanTable(tables.documentClient, tables.name('JournalTable')))
    stored.push(z.parse(messageEntrySchema, item))
  expect(stored).toHaveLength(MESSAGES)
  for (const variant of ['v0', 'v1', 'v2']) {
    const counted = sumOfCounts(rows.filter((row) => row.variant === variant).map(({ counts }) => counts))
    const truth = sumOfCounts([
      ...(variant === 'v0' ? [earlier] : []),
      ...stored
        .filter((message) => message.variant === variant)
        .map((message) => Object.fromEntries(truthOf(message).map((name) => [name, 1]))),
    ])
    expect([SEED, variant, counted]).toEqual([SEED, variant, truth])
    expect(counted.complained).toBeGreaterThan(0)
    expect(counted.opened).toBe(stored.filter((message) => message.variant === variant).length)
  }
  expect(new Set(rows.map(({ day }) => day)).size).toBeGreaterThan(1)

  expect(await tables.itemsOf('CampaignsTable', 'live')).toMatchObject([
    { status: 'paused', pausedBecause: 'paused-complaints', version: 1 },
  ])
  expect(await auditOf()).toMatchObject([{ action: 'paused', by: 'engine', version: 1, channel: 'email' }])
}, 180_000)
