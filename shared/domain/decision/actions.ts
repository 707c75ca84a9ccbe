import { localTime } from '#shared/domain/calendar/local-date.ts'
import { isTaskOnly } from '#shared/domain/campaign/campaign.ts'
import { chooseVariant } from '#shared/domain/campaign/variant.ts'
import type { Contender } from '#shared/domain/decision/arbitrate.ts'
import { firstChannel } from '#shared/domain/decision/channel-set.ts'
import type { Circumstances } from '#shared/domain/decision/circumstances.ts'
import { signalTime } from '#shared/domain/signals/signal.ts'
import { unitHash } from '#shared/domain/stable-hash.ts'
import { assignmentLine } from '#shared/domain/task/assignment-line.ts'
import { HAND_OVER_HOURS, handOverTask } from '#shared/domain/task/hand-over-text.ts'
import type { Channel } from '#shared/domain/vocabulary.ts'

const HOUR_MS = 3_600_000

/** Held messages leave within this after their hours begin, not all in the same second. */
const RELEASE_SPREAD_MS = HOUR_MS / 2

/** A message that is due. */
export interface PlannedMessage {
  readonly channel: Channel
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

const heldUntil = (
  { compiled: { campaign, marketing } }: Contender,
  { subject: { signal, now }, marketingFrom }: Circumstances,
  validUntil: string,
): string | undefined => {
  const from = marketing ? marketingFrom : undefined
  if (from === undefined || from <= now) return undefined
  const spread = unitHash(`${campaign.id}:${signal.customerId}:${signal.id}`) * RELEASE_SPREAD_MS
  const release = from.getTime() + Math.floor(spread)
  // A message that would expire within the spread goes at once when its hours begin.
  return new Date(release < Date.parse(validUntil) ? release : from).toISOString()
}

/** @returns undefined where the winner only makes a task */
export const plannedMessage = (
  winner: Contender,
  circumstances: Circumstances,
): PlannedMessage | undefined => {
  const { compiled } = winner
  const { campaign } = compiled
  const channel = isTaskOnly(campaign) ? undefined : firstChannel(winner.channels, campaign.channels)
  if (channel === undefined) return undefined
  const { signal } = circumstances.subject
  const validUntil = later(signalTime(signal), campaign.expiresAfterHours)
  const held = heldUntil(winner, circumstances, validUntil)
  const variant = chooseVariant(campaign, unitHash(signal.customerId, compiled.variantSeed))
  return {
    channel,
    validUntil,
    ...(variant === undefined ? {} : { variant }),
    ...(held === undefined ? {} : { heldUntil: held }),
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
