import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb'
import { type BankEvent, type BankEventNamed, parseBankEvent } from '#events/registry.ts'
import type { QueueRecord } from '#functions/react-to-events/read-records.ts'
import { fromAttribute, toAttributes } from '#shared/adapters/dynamodb/attribute-values.ts'
import { registerUpdate } from '#shared/adapters/dynamodb/register-update.ts'
import { hasOutlived } from '#shared/domain/profile/customer-profile.ts'
import { factsOf } from '#shared/domain/profile/facts.ts'
import { transactionElements } from '#shared/domain/profile/month-elements.ts'
import { mergeMonths, monthsDroppedUnseen } from '#shared/domain/profile/months.ts'
import { profileView } from '#shared/domain/profile/profile-view.ts'
import { newestWrites } from '#shared/domain/profile/register.ts'
import { transactionSignals } from '#shared/domain/signals/transaction-signals.ts'
import type { Runner } from '#test/bench/harness/rounds.ts'
import { mixSettings } from '#test/bench/mix/campaigns.ts'
import type { Update } from '#test/bench/throughput/floor.ts'
import type { MemoryTable } from '#test/bench/throughput/memory-table.ts'

type Posted = BankEventNamed<'TransactionPosted'>
type Envelope = { readonly 'detail-type': string; readonly detail: unknown }

const counted =
  <T>(all: readonly T[], work: (one: T, place: number) => unknown) =>
  (): number => {
    let done = 0
    for (const [place, one] of all.entries()) if (work(one, place)) done++
    return done
  }

const eventOf = ({ 'detail-type': name, detail }: Envelope): Posted => {
  const parsed = parseBankEvent(name, detail)
  if (!parsed.ok || parsed.event.detailType !== 'TransactionPosted') throw new Error('not a transaction')
  return parsed.event
}

const writesOf = (event: BankEvent) => newestWrites(factsOf(event).profile)
const monthsOf = ({ detail }: Posted) => mergeMonths([transactionElements(detail, mixSettings)])

/** What the write's answer is asked for: whether months are outlived, the account, and what signals there are. */
const look = ({ detail }: Posted, item: Readonly<Record<string, unknown>>): boolean => {
  const view = profileView(item, (stored) => fromAttribute(stored as Parameters<typeof fromAttribute>[0]))
  const outlived = hasOutlived(item)
  const signals = transactionSignals(detail, view.account(detail.data.accountId), mixSettings, view.months)
  return view.known() && signals.length === 0 && !outlived
}

/**
 * The steps of a quiet event, each by itself over all events of single records: what they add up to is less than the
 * whole, which also groups by customer, waits for promises and counts.
 */
export const stages = (
  records: readonly QueueRecord[],
  updates: readonly Update[],
  table: MemoryTable,
): Runner[] => {
  const envelopes = records.map(({ body }) => JSON.parse(body) as Envelope)
  const events = envelopes.map(eventOf)
  const facts = events.map((event) => ({ writes: writesOf(event), add: monthsOf(event) }))
  const inputs: UpdateItemCommandInput[] = updates.map(({ input }) => input)
  const answers = events.map(({ detail }) => table.item(detail.data.customerId) ?? {})
  const steps: Record<string, () => number> = {
    'JSON.parse of the body': counted(records, ({ body }) => JSON.parse(body)),
    'the contract: valid, unknown fields left out': counted(envelopes, eventOf),
    'facts: registers, versions, months': counted(events, (event) => [writesOf(event), monthsOf(event)]),
    'expressions of the update': counted(facts, ({ writes, add }) =>
      registerUpdate(writes, {}, { add, remove: monthsDroppedUnseen(add) }),
    ),
    'values marshalled': counted(updates, ({ values }) => toAttributes(values)),
    'the table in memory': () => {
      table.reset()
      return counted(inputs, (input) => table.update(input))()
    },
    'the view of the answer, and signals': counted(events, (event, place) =>
      look(event, answers[place] ?? {}),
    ),
  }
  return Object.entries(steps).map(([name, run]) => ({ name, signals: events.length, run }))
}
