import { pathOf, statesBeforePath } from '#shared/domain/message/path.ts'
import { placeAfter, SETTLE_AFTER } from '#shared/domain/message/unsettled.ts'
import type { Transition } from '#shared/ports/message-journal.ts'
import { dueAttributes } from '#shared/tables/journal.ts'

/** When a message that is queued now is looked after: by the wall clock, because that is about our runs (ADR 20). */
export const settleDue = (customerId: string) =>
  dueAttributes('settle', customerId, new Date(Date.now() + SETTLE_AFTER).toISOString())

/** What waits for a time, or has not ended, stands in the index of what becomes due. */
const placeOf = (customerId: string, transition: Transition) => {
  const { heldUntil } = transition
  const place = placeAfter(pathOf(transition))
  if (place === 'settle') return { due: settleDue(customerId), leaves: false }
  if (place === 'stays') return { due: {}, leaves: false }
  if (place === 'none' || heldUntil === undefined) return { due: {}, leaves: true }
  const until = heldUntil.toISOString()
  return { due: { heldUntil: until, ...dueAttributes('release', customerId, until) }, leaves: false }
}

/**
 * The one conditional write of a transition.
 * @param states from which it may be made: all that the lifecycle allows, or some of them
 */
export const transitionUpdate = (
  customerId: string,
  transition: Transition,
  states = statesBeforePath(pathOf(transition)),
) => {
  const path = pathOf(transition)
  const at = transition.at.toISOString()
  const steps = path.map((state, step) => ({
    state,
    at,
    ...(transition.note && step === path.length - 1 ? { note: transition.note } : {}),
  }))
  const { providerMessageId, reason, inbox, claim } = transition
  const { due, leaves } = placeOf(customerId, transition)
  const set = Object.entries({ providerMessageId, reason, inbox, claim, ...due }).filter(
    ([, value]) => value !== undefined,
  )
  const removed = [...(leaves ? ['#dueKey', '#due'] : []), ...(claim ? [] : ['#claim'])]
  const { ifHeldUntil } = transition
  const allowed = ifHeldUntil === undefined ? states : states.filter((state) => state === 'held')
  const from = allowed.map((state, index) => [`:from${index}`, state] as const)
  const ifAttempts =
    transition.ifAttempts === undefined ? [] : [[':attempts', transition.ifAttempts] as const]
  return {
    UpdateExpression: `${[
      'SET #state = :to, #history = list_append(#history, :steps)',
      ...set.map(([name]) => `#${name} = :${name}`),
      ...(claim ? ['#attempts = #attempts + :one'] : []),
    ].join(', ')}${removed.length > 0 ? ` REMOVE ${removed.join(', ')}` : ''}`,
    ConditionExpression: [
      `#state IN (${from.map(([placeholder]) => placeholder).join(', ')})`,
      ...(ifAttempts.length > 0 ? ['#attempts = :attempts'] : []),
      ...(ifHeldUntil === undefined ? [] : ['#heldUntil = :ifHeldUntil']),
    ].join(' AND '),
    ExpressionAttributeNames: {
      '#state': 'state',
      '#history': 'history',
      ...Object.fromEntries(removed.map((placeholder) => [placeholder, placeholder.slice(1)])),
      ...Object.fromEntries(set.map(([name]) => [`#${name}`, name])),
      ...(claim || ifAttempts.length > 0 ? { '#attempts': 'attempts' } : {}),
      ...(ifHeldUntil === undefined ? {} : { '#heldUntil': 'heldUntil' }),
    },
    ExpressionAttributeValues: {
      ':to': transition.to,
      ':steps': steps,
      ...Object.fromEntries(from),
      ...Object.fromEntries(ifAttempts),
      ...(ifHeldUntil === undefined ? {} : { ':ifHeldUntil': ifHeldUntil }),
      ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      ...(claim ? { ':one': 1 } : {}),
    },
  }
}
