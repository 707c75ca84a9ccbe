import { localTime } from '#shared/domain/calendar/local-date.ts'
import { isTaskOnly } from '#shared/domain/campaign/campaign.ts'
import { chooseVariant } from '#shared/domain/campaign/variant.ts'
import { channelsIn } from '#shared/domain/decision/channel-set.ts'
import type { Circumstances } from '#shared/domain/decision/circumstances.ts'
import type { Contender } from '#shared/domain/decision/contender.ts'
import { releaseOf, trueUntil } from '#shared/domain/decision/release.ts'
import { unitHash } from '#shared/domain/stable-hash.ts'
import { assignmentLine } from '#shared/domain/task/assignment-line.ts'
import { HAND_OVER_HOURS, handOverTask } from '#shared/domain/task/hand-over-text.ts'
import type { Channel } from '#shared/domain/vocabulary.ts'

const HOUR_MS = 3_600_000

/** A message that is due. */
export interface PlannedMessage {
  readonly channel: Channel
  /** Where that one cannot carry it, these may, in this order. */
  readonly fallbacks?: Channel[]
  readonly variant?: string
  /** ISO 8601: after this it is no longer true. */
  readonly validUntil: string
  /** Where it must wait for the customer's hours: until when, ISO 8601. */
  readonly heldUntil?: string
}

/** Work for a person. */
export interface PlannedTask {
  /** Who may get it, in order; nobody: the branch's queue. */
  readonly line: readonly string[]
  /** The bank's own date that it counts on (capacity), YYYY-MM-DD. */
  readonly day: string
  readonly dueAt: string
  readonly title: Record<string, string>
  readonly reason?: Record<string, string>
}

const later = (instant: string, hours: number): string =>
  new Date(Date.parse(instant) + hours * HOUR_MS).toISOString()

/** @returns undefined where the winner only makes a task */
export const plannedMessage = (
  winner: Contender,
  circumstances: Circumstances,
): PlannedMessage | undefined => {
  const { compiled } = winner
  const { campaign } = compiled
  const [channel, ...fallbacks] = isTaskOnly(campaign) ? [] : channelsIn(winner.channels, campaign.channels)
  if (channel === undefined) return undefined
  const { signal, now } = circumstances.subject
  const release = releaseOf(compiled, circumstances)
  const variant = chooseVariant(campaign, unitHash(signal.customerId, compiled.variantSeed))
  return {
    channel,
    ...(fallbacks.length === 0 ? {} : { fallbacks }),
    validUntil: trueUntil(compiled, circumstances).toISOString(),
    ...(variant === undefined ? {} : { variant }),
    ...(release > now ? { heldUntil: release.toISOString() } : {}),
  }
}

/** @returns undefined where the winner makes no task */
export const plannedTask = (
  { compiled: { campaign }, makesTask, handedOver }: Contender,
  { subject: { profile, settings, now } }: Circumstances,
): PlannedTask | undefined => {
  if (!makesTask) return undefined
  const { task } = campaign
  const text = task
    ? { title: task.title, ...(task.reason ? { reason: task.reason } : {}) }
    : handOverTask(handedOver)
  return {
    ...text,
    line: assignmentLine(profile, settings.tasks),
    day: localTime(now, settings.timeZone).date,
    dueAt: later(now.toISOString(), task?.dueWithinHours ?? HAND_OVER_HOURS),
  }
}
