import { pathOf, statesBeforePath } from '#shared/domain/message/path.ts'
import type { Transition } from '#shared/ports/message-journal.ts'
import { dueAttributes } from '#shared/tables/journal.ts'

/** What waits for a time stands in the index of what becomes due; every other move leaves it. */
const waiting = (customerId: string, { heldUntil }: Transition) =>
  heldUntil === undefined
    ? {}
    : {
        heldUntil: heldUntil.toISOString(),
        ...dueAttributes('release', customerId, heldUntil.toISOString()),
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
  const due = waiting(customerId, transition)
  const set = Object.entries({ providerMessageId, reason, inbox, claim, ...due }).filter(
    ([, value]) => value !== undefined,
  )
  const removed = [...('due' in due ? [] : ['#dueKey', '#due']), ...(claim ? [] : ['#claim'])]
  const from = states.map((state, index) => [`:from${index}`, state] as const)
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
    ].join(' AND '),
    ExpressionAttributeNames: {
      '#state': 'state',
      '#history': 'history',
      ...Object.fromEntries(removed.map((placeholder) => [placeholder, placeholder.slice(1)])),
      ...Object.fromEntries(set.map(([name]) => [`#${name}`, name])),
      ...(claim || ifAttempts.length > 0 ? { '#attempts': 'attempts' } : {}),
    },
    ExpressionAttributeValues: {
      ':to': transition.to,
      ':steps': steps,
      ...Object.fromEntries(from),
      ...Object.fromEntries(ifAttempts),
      ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      ...(claim ? { ':one': 1 } : {}),
    },
  }
}
