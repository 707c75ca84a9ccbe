import { scanTable } from '#infra/local/scan-table.ts'
import type { CostStage } from '#test/bench/cost/stage.ts'
import { mixCustomers } from '#test/bench/mix/customers.ts'
import { BANK } from '#test/bench/yardstick/bank.ts'
import { itemBytes } from '#test/support/item-bytes.ts'

/** DynamoDB counts so many bytes of its own for each item of a table or an index (Developer Guide, "item sizes and formats"). */
const OVERHEAD = 100

const GB = 1e9

/** What is kept, in GB. */
export interface Stored {
  readonly what: string
  readonly gigabytes: number
}

const SAMPLE = 1_000

const meanBytes = (items: readonly Readonly<Record<string, unknown>>[]): number =>
  items.reduce((sum, item) => sum + itemBytes(item) + OVERHEAD, 0) / Math.max(1, items.length)

/** What the calendar's index projects of a profile. */
const calendarEntry = ({ customerId, item, calendarKey, timeZone }: Readonly<Record<string, unknown>>) => ({
  ...{ customerId, item, calendarKey },
  timeZone,
})

/** Bytes that an event leaves in the journal, its decisions and messages, as the stage's runs have left them. */
export const journalBytesAnEvent = async ({ cloud, numbers }: CostStage): Promise<number> => {
  const { documentClient, name } = cloud.connection
  let bytes = 0
  for await (const item of scanTable(documentClient, name('JournalTable')))
    bytes += itemBytes(item) + OVERHEAD
  return bytes / numbers.next
}

/** Of the whole bank. @param journalBytes that an event leaves there */
export const storedOf = (seed: number, journalBytes: number): readonly Stored[] => {
  const sample = [...mixCustomers(0, SAMPLE, { seed, now: new Date() })]
  const profiles = sample.map(({ profile }) => profile)
  const of = (what: string, bytes: number): Stored => ({ what, gigabytes: bytes / GB })
  return [
    of('profiles', BANK.customers * meanBytes(profiles)),
    of("profiles' calendar", BANK.customers * meanBytes(profiles.map(calendarEntry))),
    of('contacts', BANK.customers * meanBytes(sample.map(({ contact }) => contact))),
    of('journal, 13 months of it', BANK.events * BANK.journalDays * journalBytes),
  ]
}
