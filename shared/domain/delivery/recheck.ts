import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { compileCampaign } from '#shared/domain/campaign/compile.ts'
import type { CompiledCampaign } from '#shared/domain/campaign/compiled-campaign.ts'
import { conditionFields } from '#shared/domain/campaign/condition.ts'
import { type CompiledCondition, compileCondition } from '#shared/domain/campaign/evaluate.ts'
import { type ConditionField, fieldIndex } from '#shared/domain/campaign/fields.ts'
import { channelBit } from '#shared/domain/decision/channel-set.ts'
import { Circumstances } from '#shared/domain/decision/circumstances.ts'
import { readFacts, readField } from '#shared/domain/decision/facts.ts'
import { gatesBeforeAudience } from '#shared/domain/decision/gates.ts'
import type { ReasonCode } from '#shared/domain/decision/reason-codes.ts'
import type { GateName } from '#shared/domain/explain/gate-steps.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { stillTrue } from '#shared/domain/signals/still-true.ts'

/**
 * Which gates delivery asks again: those about the customer, who may have changed since the decision. The others are
 * about the decision (its moment, its control group, its room under the caps, which its own transaction took) or asked
 * by delivery in a way of its own: switches and hours make it wait, validity and address are the message's.
 */
const askedAgain: Readonly<Record<GateName, boolean>> = {
  operations: false,
  live: false,
  fresh: false,
  holdout: false,
  exclusions: true,
  consent: true,
  suppression: true,
  vulnerability: true,
  'open-complaint': true,
  'care-first': true,
  suitability: true,
  distress: true,
  personalisation: true,
  audience: true,
  'frequency-cap': false,
  reachable: false,
  'quiet-hours': false,
}

const gates = gatesBeforeAudience.filter(({ name }) => askedAgain[name as GateName])

/** A campaign version as delivery asks about it. */
interface Asked {
  readonly compiled: CompiledCampaign
  readonly audience: CompiledCondition | undefined
  readonly fields: readonly ConditionField[]
}

const known = new WeakMap<Campaign, Asked>()

/** Compiled once for as long as the campaign is kept in memory, and not for each message. */
const askedOf = (campaign: Campaign): Asked => {
  const { audience } = campaign
  const asked = known.get(campaign) ?? {
    compiled: compileCampaign(campaign),
    audience: audience && compileCondition(audience),
    fields: audience ? conditionFields(audience) : [],
  }
  known.set(campaign, asked)
  return asked
}

/** The campaign version ready to ask. */
export const compiledOnce = (campaign: Campaign): CompiledCampaign => askedOf(campaign).compiled

/** What the clock showed is a fact of the decision: a message held over night is not about another hour for that. */
const isOfTheClock = (field: ConditionField): boolean => field.startsWith('now.')

const isInAudience = (
  { audience, fields }: Asked,
  circumstances: Circumstances,
  decidedAt: string,
): boolean => {
  if (!audience) return true
  const facts = readFacts(circumstances, fields)
  const then = new Circumstances({ ...circumstances.subject, now: new Date(decidedAt) })
  for (const field of fields.filter(isOfTheClock)) facts[fieldIndex[field]] = readField(field, then)
  return audience(facts)
}

/** Why a message may not go out any more: the code of the gate that refuses it now, or what it says is not so. */
export type RecheckCode = ReasonCode | 'no-longer-true'

/**
 * Asks again, at delivery, what may have changed since the decision (RULES 2 and 8 to 13): the same gates and the same
 * condition as the decision, for the one channel that the message takes, and whether what it tells is still so. Where a
 * person would take over now, the message does not go out either: the code says why, and no task is made of it.
 * @param campaign the version that the message was decided with
 * @param circumstances of the message's signal, with the profile and the settings as they are now
 * @returns undefined where nothing speaks against it
 */
export const recheck = (
  { channel, decidedAt }: Pick<MessageEntry, 'channel' | 'decidedAt'>,
  campaign: Campaign,
  circumstances: Circumstances,
): RecheckCode | undefined => {
  const asked = askedOf(campaign)
  const { compiled } = asked
  const { type } = circumstances.subject.signal
  for (const gate of gates) {
    if (!gate.concerns(compiled, type)) continue
    const verdict = gate.check(compiled, circumstances, channelBit(channel))
    if (typeof verdict === 'string') return verdict
  }
  if (!isInAudience(asked, circumstances, decidedAt)) return 'audience'
  return stillTrue(circumstances.subject) ? undefined : 'no-longer-true'
}
