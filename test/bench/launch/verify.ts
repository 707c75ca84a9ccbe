import type { Connection } from '#infra/local/commands/connection.ts'
import { scanTable } from '#infra/local/scan-table.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { indexCampaigns } from '#shared/domain/campaign/compile.ts'
import { decide } from '#shared/domain/decision/decide.ts'
import { decisionRecord } from '#shared/domain/decision/decision-record.ts'
import type { Launch } from '#shared/domain/launch/launch.ts'
import type { LaunchTotals } from '#shared/domain/launch/launch-part.ts'
import { parseProfile } from '#shared/domain/profile/customer-profile.ts'
import { launchSettings } from '#test/bench/launch/campaigns.ts'
import { customerItems, type Seeding } from '#test/bench/launch/customers.ts'

/** What must hold after a launch, and whether it does. */
export interface Expectation {
  readonly says: string
  readonly holds: boolean
  readonly found?: unknown
}

interface Expected {
  readonly funnel: Readonly<Record<string, number>>
  /** Customers whose decision must stand in the journal, and its result. */
  readonly recorded: ReadonlyMap<string, string>
}

/** The pure engine on the seeded profiles, customer by customer: what the launch must have come to. */
const expectedOf = (
  campaign: Campaign,
  { at, campaignId }: Launch,
  customers: number,
  seeding: Seeding,
): Expected => {
  const index = indexCampaigns([campaign])
  const funnel: Record<string, number> = {}
  const recorded = new Map<string, string>()
  for (let number = 0; number < customers; number++) {
    const [item] = customerItems(number, seeding)
    if (!item) continue
    const { customerId } = item
    const resultOf = (): string => {
      try {
        const signal = {
          type: 'Scheduled',
          id: `Scheduled:${campaignId}:${at}`,
          customerId,
          at,
          data: { campaignId },
        } as const
        const profile = parseProfile(item)
        const decision = decide({ signal, profile, settings: launchSettings, now: new Date(at) }, index)
        const { result } = decisionRecord(decision, undefined).decision
        if (decision.matched > 0) recorded.set(customerId, result)
        return result
      } catch {
        return 'unreadable'
      }
    }
    const result = resultOf()
    funnel[result] = (funnel[result] ?? 0) + 1
  }
  return { funnel, recorded }
}

/** How often each customer stands in the journal with this launch: a decision's result, or a message. */
const journalOf = async ({ documentClient, name }: Connection, { campaignId, at }: Launch) => {
  const id = `Scheduled:${campaignId}:${at}`
  const decisions = new Map<string, string[]>()
  const messages = new Map<string, number>()
  for await (const item of scanTable(documentClient, name('JournalTable'))) {
    if ((item.signal as { id?: string } | undefined)?.id !== id) continue
    const customerId = String(item.customerId)
    if (item.kind === 'decision')
      decisions.set(customerId, [...(decisions.get(customerId) ?? []), String(item.result)])
    if (item.kind === 'message') messages.set(customerId, (messages.get(customerId) ?? 0) + 1)
  }
  return { decisions, messages }
}

const sorted = (funnel: Readonly<Record<string, number>>): string =>
  JSON.stringify(Object.entries(funnel).sort(([a], [b]) => (a < b ? -1 : 1)))

/** Compares a launch that has ended with what the engine says of every seeded customer. */
export const verify = async (
  connection: Connection,
  campaign: Campaign,
  launch: Launch,
  totals: LaunchTotals,
  customers: number,
  seeding: Seeding,
): Promise<readonly Expectation[]> => {
  const expected = expectedOf(campaign, launch, customers, seeding)
  const { decisions, messages } = await journalOf(connection, launch)
  const won = [...expected.recorded].filter(([, result]) => result === 'won')
  const counted = Object.values(totals.funnel).reduce((sum, each) => sum + each, 0)
  return [
    { says: 'the launch is done', holds: launch.state === 'done', found: launch.state },
    {
      says: 'every customer is counted once',
      holds: totals.done === customers && counted === customers,
      found: totals.done,
    },
    {
      says: 'the funnel is what the engine says of every customer',
      holds: sorted(totals.funnel) === sorted(expected.funnel),
      found: { funnel: totals.funnel, expected: expected.funnel },
    },
    {
      says: 'who is in the audience has one decision, and nobody else has any',
      holds:
        decisions.size === expected.recorded.size &&
        [...expected.recorded].every(([customerId, result]) => decisions.get(customerId)?.join() === result),
      found: decisions.size,
    },
    {
      says: 'every winner has one message, and nobody else has any',
      holds: messages.size === won.length && won.every(([customerId]) => messages.get(customerId) === 1),
      found: messages.size,
    },
  ]
}
