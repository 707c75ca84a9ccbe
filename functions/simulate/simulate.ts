import { type PublishedEntry, readEntry } from '#functions/simulate/entries.ts'
import { createLedger } from '#functions/simulate/ledger.ts'
import type { MessageLine } from '#functions/simulate/message-line.ts'
import { type Outcome, outcomeOf } from '#functions/simulate/outcome.ts'
import { createPlayer, FAILED_WORK } from '#functions/simulate/play.ts'
import { createWorld } from '#functions/simulate/world.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { PriceSheet } from '#shared/domain/simulation/price-sheet.ts'
import type { Approximation, SimulationReport } from '#shared/domain/simulation/report.ts'
import type { ProfileItems } from '#shared/ports/profile-items.ts'
import type { TemplateRenderer } from '#shared/ports/template-renderer.ts'

export interface SimulationInput {
  /** What was published, in its order. */
  readonly entries: AsyncIterable<PublishedEntry> | Iterable<PublishedEntry>
  /** As they are; one whose id a draft has is replaced by it. */
  readonly live: readonly Campaign[]
  /** Played as if they were live. */
  readonly drafts: readonly Campaign[]
  readonly settings: Settings
  readonly prices: PriceSheet
  readonly renderer: TemplateRenderer
  /** What is dated more than a day later is refused, as the engine refuses it. Nothing else asks what time it is. */
  readonly now: Date
  /** Share of the customers, above 0 to 1; which ones follows from their ids. @default 1 */
  readonly share?: number
  /** What was known of customers before. @default nothing */
  readonly start?: ProfileItems
  /** Is told now and then how many entries were read. */
  readonly onProgress?: (read: number) => void
}

export interface Simulation {
  readonly report: SimulationReport
  /** Every message, with the drafts, in an order of its own. */
  readonly messages: readonly MessageLine[]
}

const nameOf = ({ id, version }: Campaign): string => `${id}@${version}`

/** A draft's own dates are about the future, and what is played is the past. */
const asIfLive = ({ validFrom: _, validUntil: __, ...campaign }: Campaign): Campaign => ({
  ...campaign,
  status: 'live',
})

/** Plays one set of campaigns. */
const createSide = (campaigns: readonly Campaign[], drafts: ReadonlySet<string>, input: SimulationInput) => {
  const { settings, prices } = input
  const ledger = createLedger(campaigns, drafts, settings)
  const world = createWorld({ ...input, campaigns, onRecorded: ledger.recorded })
  const player = createPlayer(world, ledger.outside)
  const outcome = (): Outcome => outcomeOf(world, ledger, drafts, { bankZone: settings.timeZone, prices })
  return { world, ledger, player, outcome }
}

type Side = ReturnType<typeof createSide>

/** What was read of the entries. */
interface Reading {
  read: number
  played: number
  from?: Date
  to?: Date
}

/** Both sides hear each entry, one after the other, so that it is read once. */
const playAll = async (sides: readonly Side[], input: SimulationInput): Promise<Reading> => {
  const { now, share = 1, onProgress } = input
  const reading: Reading = { read: 0, played: 0 }
  for await (const published of input.entries) {
    reading.read++
    if (reading.read % PROGRESS_EVERY === 0) onProgress?.(reading.read)
    const entry = readEntry(published, { now, share })
    if (!entry) continue
    reading.played++
    const { happenedAt } = entry
    if (happenedAt && (!reading.from || happenedAt < reading.from)) reading.from = happenedAt
    if (happenedAt && (!reading.to || happenedAt > reading.to)) reading.to = happenedAt
    for (const { player } of sides) await player.play(entry)
  }
  for (const { player } of sides) await player.end()
  onProgress?.(reading.read)
  return reading
}

/** Entries between two words of progress. */
const PROGRESS_EVERY = 250

const changeOf = (withDrafts: Outcome, without: Outcome): SimulationReport['change'] => {
  const sentBy = ({ lines }: Outcome): ReadonlyMap<string, number> => {
    const out = lines.filter(({ state }) => state === 'sent')
    return new Map([...Map.groupBy(out, ({ campaign }) => campaign)].map(([name, all]) => [name, all.length]))
  }
  const [before, after] = [sentBy(without), sentBy(withDrafts)]
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  const cost = withDrafts.totals.cost.total - without.totals.cost.total
  return {
    without: without.totals,
    campaigns: names.map((campaign) => ({
      campaign,
      without: before.get(campaign) ?? 0,
      with: after.get(campaign) ?? 0,
    })),
    cost: Math.round(cost * 10_000) / 10_000,
  }
}

const approximationsOf = (
  { start, share = 1, drafts }: SimulationInput,
  occurrences: number,
): Approximation[] => [
  start ? 'present-profiles' : 'empty-start',
  ...(occurrences > 0 ? (['launch-known-only'] as const) : []),
  ...(share < 1 ? (['sampled'] as const) : []),
  ...(drafts.some(({ validFrom, validUntil }) => validFrom !== undefined || validUntil !== undefined)
    ? (['drafts-without-dates'] as const)
    : []),
  'no-outcomes',
]

/**
 * Plays recorded events through the engine, with drafts and without them, and reports what would have been said to whom.
 * Nothing is sent and nothing outside is read but `start`. Deterministic: the same input gives the same report.
 */
export const simulate = async (input: SimulationInput): Promise<Simulation> => {
  const { share = 1, prices } = input
  const played = input.drafts.map(asIfLive)
  const replaced = new Set(played.map(({ id }) => id))
  const drafts = new Set(played.map(nameOf))
  const all = [...input.live.filter(({ id }) => !replaced.has(id)), ...played]
  const side = createSide(all, drafts, input)
  const base = played.length > 0 ? createSide(input.live, new Set(), input) : undefined
  const reading = await playAll(base ? [side, base] : [side], input)
  const outcome = side.outcome()
  const { counts, profiles } = side.world
  const counted = (name: string): number => counts.get(name) ?? 0
  const change = base && changeOf(outcome, base.outcome())
  const { from, to } = reading
  return {
    messages: outcome.lines,
    report: {
      schema: 1,
      ...(from && to ? { period: { from: from.toISOString(), to: to.toISOString() } } : {}),
      entries: {
        read: reading.read,
        played: reading.played,
        events: counted('EventsAccepted'),
        refused: counted('EventsParked'),
        failed: counted(FAILED_WORK),
      },
      share,
      customers: profiles.items.size,
      occurrences: counted('Occurrences'),
      totals: outcome.totals,
      campaigns: [...outcome.campaigns],
      conflicts: side.ledger.conflicts(),
      ...(change ? { change } : {}),
      prices,
      approximations: approximationsOf(input, counted('Occurrences')),
    },
  }
}
