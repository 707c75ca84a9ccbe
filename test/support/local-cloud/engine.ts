import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { inject } from 'vitest'
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '#infra/local/cloud.ts'
import { type Connection, connect, seedCampaigns } from '#infra/local/commands/connection.ts'
import { localSettings } from '#infra/local/commands/local-settings.ts'
import { scanTable } from '#infra/local/scan-table.ts'
import { putEntries } from '#shared/publisher/put-entries.ts'
import type { PlainEntry } from '#test/support/recorded-stream.ts'

export type Item = Readonly<Record<string, unknown>>

export interface Engine extends Connection {
  readonly cloud: LocalCloud
  readonly dataDirectory: string
  /** Items of a table by their key, sorted by it, so that two tables compare whatever order they were written in. */
  readonly items: (output: string) => Promise<ReadonlyMap<string, Item>>
  /** @throws Error when an entry was not taken */
  readonly publish: (entries: readonly PlainEntry[]) => Promise<void>
  /** Ends the cloud and removes its data. */
  readonly stop: () => Promise<void>
}

/** What the keys of any of our tables are made of. */
const KEYS = ['customerId', 'item', 'entry', 'collection', 'subject', 'parkedId', 'part']

/** Boots the app as this run synthesized it, campaigns seeded, with the clock following the events. */
export const startEngine = async (options: Partial<LocalCloudOptions> = {}): Promise<Engine> => {
  const dataDirectory = options.dataDirectory ?? mkdtempSync(path.join(tmpdir(), 'bellwether-engine-'))
  const cloud = await startLocalCloud({
    assembly: inject('assembly'),
    clock: 'event',
    schedules: 'manual',
    ...options,
    dataDirectory,
  })
  const connection = connect(cloud)
  await seedCampaigns(connection, localSettings)
  return {
    ...connection,
    cloud,
    dataDirectory,
    items: async (output) => {
      const keyed: [string, Item][] = []
      for await (const item of scanTable(connection.documentClient, connection.name(output)))
        keyed.push([KEYS.flatMap((key) => (key in item ? [item[key]] : [])).join(' '), item])
      return new Map(keyed.sort(([a], [b]) => (a < b ? -1 : 1)))
    },
    publish: async (entries) => {
      const plain = entries.map(({ Source, DetailType, Detail }) => ({ Source, DetailType, Detail }))
      const { eventBridge: client, busName } = connection
      const { failed } = await putEntries(plain, { client, busName, concurrency: 2 })
      for (const { reason } of failed) throw new Error(`an entry was not taken: ${reason}`)
    },
    stop: async () => {
      connection.close()
      await cloud.stop()
      rmSync(dataDirectory, { recursive: true, force: true })
    },
  }
}

/** One parked piece of work, put together again. */
export interface Parked {
  readonly reason: unknown
  readonly payload: string
}

/** Everything in the parked table. */
export const parkedWork = async ({ items }: Pick<Engine, 'items'>): Promise<Parked[]> => {
  const parts = Map.groupBy((await items('ParkedTable')).values(), ({ parkedId }) => parkedId)
  return [...parts.values()].map((unordered) => {
    const ordered = unordered.sort((a, b) => String(a.part).localeCompare(String(b.part)))
    const payload = gunzipSync(Buffer.concat(ordered.map((part) => part.payload as Uint8Array)))
    return { reason: ordered[0]?.reason, payload: payload.toString('utf8') }
  })
}

/** What a run leaves behind, as far as neither the order of its events nor their repetition may change it. */
export const outcomeOf = async ({ items, cloud }: Engine) => {
  const journal = [...(await items('JournalTable'))]
  const ofKind = (wanted: string, field: string): string[] =>
    journal.flatMap(([key, item]) => (item.kind === wanted ? [`${key} ${item[field]}`] : []))
  const calls = cloud.providers
    .calls()
    .map(({ id: _, sequence: __, at: ___, feedback: ____, ...call }) => JSON.stringify(call))
  return {
    customers: await items('CustomersTable'),
    contacts: await items('ContactsTable'),
    decisions: ofKind('decision', 'result'),
    messages: ofKind('message', 'state'),
    tasks: ofKind('task', 'state'),
    /** What the providers were asked to send, each as often as they were. */
    calls: calls.sort(),
  }
}
