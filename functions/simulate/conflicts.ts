import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { DecisionRecord } from '#shared/domain/decision/decision-record.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { Conflict } from '#shared/domain/simulation/report.ts'
import type { Channel, Purpose } from '#shared/domain/vocabulary.ts'

const DAY_MS = 86_400_000

/** The longest pause that a campaign can ask for between its own messages. */
const REMEMBERED_MS = 90 * DAY_MS

/** A message that caps count. */
interface Counted {
  /** Name of the campaign. */
  readonly by: string
  readonly purpose: Purpose
  readonly channel: Channel
  /** Epoch milliseconds. */
  readonly at: number
}

const topicOf = ({ topic, id }: Campaign): string => topic ?? id

/**
 * Why a contender had to give way (shared/domain/decision/arbitrate.ts): to a winner on its topic, and of marketing to
 * the one that speaks. Where there was room for neither, to all who spoke.
 */
const outrankedBy = (loser: Campaign, winners: readonly Campaign[]): readonly Campaign[] => {
  const inTheWay = winners.filter(
    (winner) =>
      topicOf(winner) === topicOf(loser) || (winner.purpose === 'marketing' && loser.purpose === 'marketing'),
  )
  return inTheWay.length > 0 ? inTheWay : winners
}

/** Counts how often drafts and other campaigns stood in each other's way. */
export const conflictsOf = (
  campaigns: readonly Campaign[],
  drafts: ReadonlySet<string>,
  { caps }: Pick<Settings, 'caps'>,
) => {
  const byName = new Map(campaigns.map((campaign) => [`${campaign.id}@${campaign.version}`, campaign]))
  const counted = new Map<string, Counted[]>()
  const pairs = new Map<string, Conflict>()

  const add = (kind: Conflict['kind'], by: string, of: string): void => {
    if (by === of || !(drafts.has(by) || drafts.has(of))) return
    const key = `${kind} ${by} ${of}`
    const { times = 0 } = pairs.get(key) ?? {}
    pairs.set(key, { kind, by, of, times: times + 1 })
  }

  /** The newest message that a cap counts against the campaign; undefined where its own pause is the reason. */
  const placeTakenBy = (loser: Campaign, customerId: string, at: number): string | undefined => {
    const { purpose, channels, minDaysBetween = 0, id } = loser
    const near = counted.get(customerId) ?? []
    const own = near.some(
      (each) => byName.get(each.by)?.id === id && Math.abs(at - each.at) < minDaysBetween * DAY_MS,
    )
    if (own || !caps[purpose]) return undefined
    return near.findLast(
      (each) =>
        each.purpose === purpose && channels.includes(each.channel) && Math.abs(at - each.at) < 7 * DAY_MS,
    )?.by
  }

  const remember = ({ messages, decision: { customerId } }: DecisionRecord): void => {
    for (const { campaignId, campaignVersion, purpose, channel, heldUntil, decidedAt } of messages) {
      const at = Date.parse(heldUntil ?? decidedAt)
      const kept = (counted.get(customerId) ?? []).filter((each) => at - each.at < REMEMBERED_MS)
      counted.set(customerId, [...kept, { by: `${campaignId}@${campaignVersion}`, purpose, channel, at }])
    }
  }

  return {
    /** @param full the name in full of a campaign as the record names it */
    look: (record: DecisionRecord, full: (name: string) => string): void => {
      if (drafts.size === 0) return
      const { won, refused, scores, customerId, decidedAt } = record.decision
      const winners = won.flatMap((name) => byName.get(full(name)) ?? [])
      for (const name of Object.keys(scores).filter((each) => !won.includes(each))) {
        const loser = byName.get(full(name))
        if (!loser) continue
        for (const { id, version } of outrankedBy(loser, winners))
          add('outranks', `${id}@${version}`, full(name))
      }
      for (const name of refused.capped?.split(' ') ?? []) {
        const loser = byName.get(full(name))
        const by = loser && placeTakenBy(loser, customerId, Date.parse(decidedAt))
        if (by !== undefined) add('takes-place', by, full(name))
      }
      remember(record)
    },
    all: (): Conflict[] =>
      [...pairs.values()].sort(
        (left, right) =>
          right.times - left.times ||
          (`${left.kind} ${left.by} ${left.of}` < `${right.kind} ${right.by} ${right.of}` ? -1 : 1),
      ),
  }
}
