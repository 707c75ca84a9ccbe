import type { CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'
import { fieldNames } from '#shared/domain/campaign/fields.ts'
import { plannedMessage, plannedTask } from '#shared/domain/decision/actions.ts'
import { namesFor } from '#shared/domain/decision/candidate-names.ts'
import type { CandidateFate, Decision } from '#shared/domain/decision/decide.ts'
import {
  GATES_VERSION,
  type Gate,
  gatesAfterAudience,
  gatesBeforeAudience,
} from '#shared/domain/decision/gates.ts'
import { type DecisionResult, reasonCodeSchema } from '#shared/domain/decision/reason-codes.ts'
import type { DecisionEntry, MessageEntry, TaskEntry } from '#shared/domain/message/journal-entry.ts'
import { bankDay, type CounterPlace, NO_CHANNEL, NO_VARIANT } from '#shared/domain/results/counters.ts'
import type { Fact } from '#shared/domain/vocabulary.ts'

type WithoutKey<T> = Omit<T, 'entry' | 'expiresAt'>

/** A task before it is known who gets it. */
export interface UnassignedTask {
  readonly task: WithoutKey<TaskEntry>
  /** Who may get it, in order. */
  readonly line: readonly string[]
  /** The bank's date whose capacity it takes, YYYY-MM-DD. */
  readonly day: string
  /** How many new tasks one manager gets on that day. */
  readonly perManager: number
}

/** What a decision puts into the journal, before the table's keys. */
export interface DecisionRecord {
  readonly decision: WithoutKey<DecisionEntry>
  readonly messages: readonly WithoutKey<MessageEntry>[]
  readonly tasks: readonly UnassignedTask[]
  /** Where it is counted that the control group alone kept a message back. */
  readonly heldOut?: readonly CounterPlace[]
}

/** Longer texts among the values seen are cut off here. */
export const LONGEST_TEXT = 120

const seenValue = (value: unknown): Fact => {
  if (value === undefined) return 'unknown'
  if (Array.isArray(value)) return value.join(',').slice(0, LONGEST_TEXT) || 'none'
  return typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : (value as Fact)
}

/** Every value that the gates and conditions looked at, once for all candidates. */
const seenBy = ({ circumstances, facts, group }: Decision): Record<string, Fact> => {
  const seen: Record<string, Fact> = {}
  const look = (gate: Gate): void => {
    const values = gate.sees(circumstances)
    for (const name in values) seen[name] = seenValue(values[name])
  }
  gatesBeforeAudience.forEach(look)
  gatesAfterAudience.forEach(look)
  const asked = new Set<string>(group?.conditions.fields)
  fieldNames.forEach((name, index) => {
    if (asked.has(name) || facts[index] !== undefined) seen[name] = seenValue(facts[index])
  })
  return seen
}

const rankOf: ReadonlyMap<string, number> = new Map(
  reasonCodeSchema.options.map((code, index) => [code, index]),
)

/** What the decision came to: `won`, or where the candidate fell that came furthest. */
const resultOf = (fates: readonly CandidateFate[]): DecisionResult => {
  if (fates.some(({ fate }) => fate === 'won')) return 'won'
  const rank = ({ fate }: CandidateFate): number => rankOf.get(fate) ?? -1
  const [first, ...others] = fates
  if (!first) return 'no-campaign'
  const furthest = others.reduce((best, fate) => (rank(fate) > rank(best) ? fate : best), first)
  return furthest.fate as DecisionResult
}

/** Enough digits to compare by; a record is read by people. */
const rounded = (value: number): number => Number(value.toPrecision(4))

const outcomeOf = (fates: readonly CandidateFate[]) => {
  const nameOf = namesFor(fates.map(({ compiled }) => compiled))
  const refused: Record<string, string> = {}
  const scores: Record<string, number> = {}
  const won: string[] = []
  for (const { compiled, fate, score } of fates) {
    const name = nameOf(compiled)
    if (score) scores[name] = rounded(score.score)
    if (fate === 'won') won.push(name)
    else if (fate !== 'outranked') refused[fate] = refused[fate] ? `${refused[fate]} ${name}` : name
  }
  return { won, refused, scores }
}

/** A control group has neither variant nor channel. */
const controlPlace = ({ campaign }: CompiledCampaign, { circumstances }: Decision): CounterPlace => {
  const { signal, settings, now } = circumstances.subject
  return {
    customerId: signal.customerId,
    campaignId: campaign.id,
    campaignVersion: campaign.version,
    variant: NO_VARIANT,
    channel: NO_CHANNEL,
    day: bankDay(now, settings.timeZone),
  }
}

/**
 * The journal's entries of a decision.
 * @param eventId the bank event that led to the signal, if one did
 */
export const decisionRecord = (decision: Decision, eventId: string | undefined): DecisionRecord => {
  const { circumstances, winners } = decision
  const { signal, profile, settings, now } = circumstances.subject
  const decidedAt = now.toISOString()
  const { customerId } = signal
  const messages: WithoutKey<MessageEntry>[] = []
  const tasks: UnassignedTask[] = []
  for (const winner of winners) {
    const { campaign } = winner.compiled
    const origin = {
      customerId,
      campaignId: campaign.id,
      campaignVersion: campaign.version,
      signal,
      decidedAt,
    }
    const message = plannedMessage(winner, circumstances)
    if (message) {
      const state = message.heldUntil === undefined ? 'queued' : 'held'
      messages.push({
        ...origin,
        kind: 'message',
        purpose: campaign.purpose,
        ...message,
        state,
        attempts: 0,
        history: [{ state, at: decidedAt, ...(state === 'held' ? { note: 'quiet-hours' } : {}) }],
      })
    }
    const planned = plannedTask(winner, circumstances)
    if (planned) {
      const { line, day, ...task } = planned
      const { branchId } = profile.single
      tasks.push({
        line,
        day,
        perManager: settings.tasks.perManagerAndDay,
        task: {
          ...origin,
          kind: 'task',
          ...(branchId === undefined ? {} : { branchId }),
          ...(winner.handedOver === undefined ? {} : { handedOver: winner.handedOver }),
          ...task,
          state: 'open',
          history: [{ state: 'open', at: decidedAt }],
        },
      })
    }
  }
  const fates = decision.fates()
  const heldOut = decision.heldOut()
  return {
    decision: {
      customerId,
      kind: 'decision',
      signal,
      ...(eventId === undefined ? {} : { eventId }),
      decidedAt,
      result: resultOf(fates),
      gates: GATES_VERSION,
      ...outcomeOf(fates),
      ...(heldOut.length === 0 ? {} : { heldOut: heldOut.map(({ name }) => name) }),
      seen: fates.length === 0 ? {} : seenBy(decision),
      messages: messages.map(({ campaignId, channel, purpose, heldUntil }) => ({
        campaignId,
        channel,
        purpose,
        ...(heldUntil === undefined ? {} : { heldUntil }),
      })),
    },
    messages,
    tasks,
    ...(heldOut.length === 0 ? {} : { heldOut: heldOut.map((compiled) => controlPlace(compiled, decision)) }),
  }
}
