import { deliverMessage } from '#functions/deliver-message/deliver-message.ts'
import { reactToEvents } from '#functions/react-to-events/react-to-events.ts'
import { releaseDue } from '#functions/release-due/release-due.ts'
import type { PlayedEntry } from '#functions/simulate/entries.ts'
import { playOccurrences } from '#functions/simulate/occurrences.ts'
import { dateOf, daysUpTo, tickAt } from '#functions/simulate/recorded-time.ts'
import type { World } from '#functions/simulate/world.ts'
import { sweepCalendar } from '#functions/sweep-calendar/sweep-calendar.ts'
import type { Decision } from '#shared/domain/decision/decide.ts'

/** Entries one by one, and the end. */
export interface Player {
  readonly play: (entry: PlayedEntry) => Promise<void>
  /** Does all that has become due within the recorded time. */
  readonly end: () => Promise<void>
}

/** Counted of a world: work that the engine would have tried again, or given up. */
export const FAILED_WORK = 'WorkFailed'

/**
 * Plays recorded entries through the engine's own use cases over a world in memory, in the events' own time and in the
 * order of infra/local/commands/replay/play.ts: whenever what happens reaches a new day, each day up to it is ticked
 * once, before that day's entries; what comes of an entry, or of a tick, is worked off before the next.
 */
export const createPlayer = (world: World, onOutside: (decision: Decision) => void): Player => {
  const { react, sweep, release, counts, count } = world
  const deliver = deliverMessage(world.deliver)
  const releaseUpTo = releaseDue(release)
  const launch = playOccurrences(world, onOutside)
  let records = 0
  let start: Date | undefined
  let lastDay: string | undefined
  let last: Date | undefined

  const handOver = async (bodies: readonly string[]): Promise<void> => {
    const queued = bodies.map((body) => ({ messageId: `record-${++records}`, body }))
    const { failedMessageIds, tally } = await reactToEvents(queued, react)
    for (const [metric, sum] of tally) count(metric, sum)
    if (failedMessageIds.length > 0) count(FAILED_WORK, failedMessageIds.length)
  }

  const deliverAll = async (): Promise<void> => {
    for (const { customerId, entry } of world.takeDeliveries()) {
      const body = JSON.stringify({ customerId, entry })
      try {
        await deliver({ body, recordId: `record-${++records}`, receiveCount: 1 })
      } catch {
        count(FAILED_WORK)
      }
    }
  }

  /** Works off what stands on the queues, each hint of the calendar as a record of its own. */
  const workOff = async (): Promise<void> => {
    const dues = world.takeDues()
    if (dues.length > 0) await handOver(dues.map((due) => JSON.stringify(due)))
    await deliverAll()
  }

  const launchUpTo = async (at: Date): Promise<void> => {
    count('Occurrences', await launch(start ?? at, at))
    await workOff()
  }

  const tick = async (day: string): Promise<void> => {
    const at = tickAt(day)
    start ??= new Date(`${day}T00:00:00Z`)
    await sweepCalendar(at, sweep)
    await workOff()
    await launchUpTo(at)
    await releaseUpTo(at)
    await workOff()
    if (last === undefined || last < at) last = at
  }

  const moveClock = async (happenedAt: Date): Promise<void> => {
    const day = dateOf(happenedAt)
    if (lastDay === undefined || day > lastDay) {
      for (const next of daysUpTo(lastDay, day)) await tick(next)
      lastDay = day
    }
    if (last === undefined || last < happenedAt) last = happenedAt
  }

  const done = (): number =>
    ['MessagesReleased', 'MessagesExpired'].reduce((sum, name) => sum + (counts.get(name) ?? 0), 0)

  return {
    play: async ({ body, happenedAt }) => {
      if (happenedAt) await moveClock(happenedAt)
      await handOver([body])
      await workOff()
    },
    end: async () => {
      if (last === undefined) return
      await launchUpTo(last)
      for (let before = -1; before < done(); ) {
        before = done()
        await releaseUpTo(last)
        await workOff()
      }
    },
  }
}
