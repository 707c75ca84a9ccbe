import { costOf } from '#functions/simulate/cost.ts'
import { funnelOf } from '#functions/simulate/funnel.ts'
import type { Ledger } from '#functions/simulate/ledger.ts'
import { type MessageLine, messageLine, sortedLines } from '#functions/simulate/message-line.ts'
import type { World } from '#functions/simulate/world.ts'
import { type LocalTime, localTime } from '#shared/domain/calendar/local-date.ts'
import { isTimeZone } from '#shared/domain/calendar/zone-offset.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { PriceSheet } from '#shared/domain/simulation/price-sheet.ts'
import type { CampaignReport, SimulationTotals } from '#shared/domain/simulation/report.ts'
import { spreadHash } from '#shared/domain/stable-hash.ts'

/** A message at the end, and where it went out what the customer read, and when by their clock. */
interface Ended {
  readonly message: MessageEntry
  readonly name: string
  readonly sent?: { readonly locale: string; readonly text: string; readonly local: LocalTime }
  readonly line: MessageLine
}

/** Recipients that a report names for a campaign. */
const SAMPLE = 20

const word = ({ customerId, entry }: { readonly customerId: string; readonly entry: string }): string =>
  JSON.stringify([customerId, entry])

const tally = (values: Iterable<string>): Record<string, number> => {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)))
}

const zoneOf = ({ profiles }: World, customerId: string, bankZone: string): string => {
  const register = profiles.items.get(customerId)?.timeZone as { x?: unknown } | undefined
  const zone = register?.x
  return typeof zone === 'string' && isTimeZone(zone) ? zone : bankZone
}

/** The messages of a world as they stand at the end, in an order of their own. */
const endedMessages = (world: World, bankZone: string): Ended[] => {
  const taken = new Map(world.provider.taken.map((message) => [word(message.key), message]))
  const ended = world.journal.all().map((message): Ended => {
    const { customerId, campaignId, campaignVersion, inbox } = message
    const given = taken.get(word(message))
    const written = given && {
      text: given.text,
      ...(given.channel === 'email' ? { subject: given.subject } : {}),
    }
    const line = messageLine(message, written)
    const read = inbox ?? given
    const { sentAt } = line
    const local = sentAt && localTime(new Date(sentAt), zoneOf(world, customerId, bankZone))
    return {
      message,
      name: `${campaignId}@${campaignVersion}`,
      line,
      ...(read && local ? { sent: { locale: read.locale, text: read.text, local } } : {}),
    }
  })
  const byWord = new Map(ended.map((each) => [word(each.message), each]))
  return sortedLines(ended.map(({ line }) => line)).flatMap((line) => byWord.get(word(line)) ?? [])
}

const customersOf = (ended: readonly Ended[]): Set<string> =>
  new Set(ended.flatMap(({ message, sent }) => (sent ? [message.customerId] : [])))

/** Spread over all, the same every time: those with the smallest hashes. */
const sampleOf = (customers: ReadonlySet<string>): string[] =>
  [...customers]
    .map((customerId) => ({ customerId, hash: spreadHash(customerId) }))
    .sort((left, right) => left.hash - right.hash || (left.customerId < right.customerId ? -1 : 1))
    .slice(0, SAMPLE)
    .map(({ customerId }) => customerId)

const hoursOf = (ended: readonly Ended[]): number[] => {
  const hours = Array.from({ length: 24 }, () => 0)
  for (const { sent } of ended) if (sent) hours[sent.local.hour] = (hours[sent.local.hour] ?? 0) + 1
  return hours
}

const totalsOf = (world: World, ledger: Ledger, ended: readonly Ended[], prices: PriceSheet) => {
  const out = ended.filter(({ sent }) => sent)
  const billed = out.flatMap(({ message, sent }) =>
    sent ? [{ channel: message.channel, text: sent.text }] : [],
  )
  return {
    decisions: ledger.decisions(),
    messages: out.length,
    tasks: world.tasks.length,
    recipients: customersOf(ended).size,
    states: tally(ended.map(({ line }) => line.state)),
    channels: tally(out.map(({ message }) => message.channel)),
    languages: tally(out.flatMap(({ sent }) => sent?.locale ?? [])),
    hours: hoursOf(ended),
    days: tally(out.flatMap(({ sent }) => sent?.local.date ?? [])),
    cost: costOf(billed, prices),
  } satisfies SimulationTotals
}

const campaignReports = (
  world: World,
  { candidacies }: Ledger,
  ended: readonly Ended[],
  drafts: ReadonlySet<string>,
): CampaignReport[] => {
  const byCampaign = Map.groupBy(ended, ({ name }) => name)
  const tasks = tally(world.tasks.map((task) => `${task.campaignId}@${task.campaignVersion}`))
  return [...candidacies]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([campaign, candidacy]) => {
      const own = byCampaign.get(campaign) ?? []
      const out = own.filter(({ sent }) => sent)
      const customers = customersOf(own)
      return {
        campaign,
        role: drafts.has(campaign) ? ('draft' as const) : ('live' as const),
        considered: candidacy.considered,
        funnel: funnelOf(
          candidacy,
          own.map(({ message }) => message),
        ),
        won: candidacy.won,
        tasks: tasks[campaign] ?? 0,
        states: tally(own.map(({ line }) => line.state)),
        channels: tally(out.map(({ message }) => message.channel)),
        variants: tally(out.flatMap(({ message }) => message.variant ?? [])),
        recipients: customers.size,
        sample: sampleOf(customers),
      }
    })
}

/** What came of one world: totals, campaign by campaign, and every message. */
export interface Outcome {
  readonly totals: SimulationTotals
  readonly campaigns: readonly CampaignReport[]
  readonly lines: readonly MessageLine[]
}

/** @param drafts names of the campaigns that are not live yet */
export const outcomeOf = (
  world: World,
  ledger: Ledger,
  drafts: ReadonlySet<string>,
  { bankZone, prices }: { readonly bankZone: string; readonly prices: PriceSheet },
): Outcome => {
  const ended = endedMessages(world, bankZone)
  return {
    totals: totalsOf(world, ledger, ended, prices),
    campaigns: campaignReports(world, ledger, ended, drafts),
    lines: ended.map(({ line }) => line),
  }
}
