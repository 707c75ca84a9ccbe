import { factVersion } from '#shared/domain/profile/version.ts'
import type { MixKind } from '#test/bench/mix/kinds.ts'
import type { MemoryTable } from '#test/bench/throughput/memory-table.ts'
import type { Outcome } from '#test/bench/throughput/react.ts'
import type { Events } from '#test/bench/throughput/records.ts'

/**
 * Whether everything that should have happened did: every event accepted, the planned messages on their queues, and
 * each account's newest balance and each event's week and card payment in its customer's item.
 * @throws Error saying what is wrong
 */
export const verify = (
  events: Events,
  { accepted, messages }: Outcome,
  table: MemoryTable,
  planned: Readonly<Record<MixKind, number>>,
): void => {
  if (accepted !== events.length) throw new Error(`${accepted} of ${events.length} events were accepted`)
  if (messages !== planned.message) throw new Error(`${messages} of ${planned.message} messages left`)
  const newest = new Map(events.map(({ detail }) => [detail.data.accountId, detail]))
  for (const [accountId, { metadata, data }] of newest) {
    const balance = table.item(data.customerId)?.[`balance:${accountId}`]?.M
    const version = factVersion(metadata.occurredAt, metadata.eventId)
    if (balance?.v?.S !== version || balance.minor?.N !== String(data.balanceAfter.minorUnits))
      throw new Error(`the balance of ${accountId} is not that of ${metadata.eventId}`)
  }
  for (const { detail } of events) {
    const month = table.item(detail.data.customerId)?.[`m:${detail.metadata.occurredAt.slice(0, 7)}`]?.SS
    const left = detail.data.kind === 'card' ? ['3', '0'] : ['3']
    if (!left.every((element) => month?.includes(element)))
      throw new Error(`${detail.metadata.eventId} left nothing in its month`)
  }
}
