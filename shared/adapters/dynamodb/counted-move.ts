import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { counterUpdate, type ResultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { conditionFailed, type TransactItem, writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import { transitionUpdate } from '#shared/adapters/dynamodb/transition-update.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { messageStateSchema } from '#shared/domain/message/lifecycle.ts'
import { pathOf } from '#shared/domain/message/path.ts'
import { type CountedWay, countedWays } from '#shared/domain/results/counted-states.ts'
import { placeOfMessage } from '#shared/domain/results/counters.ts'
import type { Moved, Transition } from '#shared/ports/message-journal.ts'
import { dueAttributes } from '#shared/tables/journal.ts'

/** The message that takes another one's place, due as soon as it is there. */
const putNext = (journalTable: string, next: MessageEntry): TransactItem => ({
  Put: {
    TableName: journalTable,
    Item: { ...next, ...dueAttributes('release', next.customerId, next.heldUntil ?? next.decidedAt) },
    ConditionExpression: 'attribute_not_exists(#entry)',
    ExpressionAttributeNames: { '#entry': 'entry' },
  },
})

export interface CountedJournal {
  readonly journalTable: string
  readonly results: ResultsTarget
}

const itemsOf = async (
  { journalTable, results }: CountedJournal,
  message: MessageEntry,
  transition: Transition,
  { from, names }: CountedWay,
): Promise<readonly TransactItem[]> => {
  const { customerId, entry } = message
  const Update = {
    TableName: journalTable,
    Key: { customerId, entry },
    ...transitionUpdate(customerId, transition, from),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  }
  const next = transition.next ? [putNext(journalTable, transition.next)] : []
  if (names.length === 0) return [{ Update }, ...next]
  const place = placeOfMessage(message, await results.dayOf(transition.at))
  return [{ Update }, counterUpdate(results.campaignsTable, place, names), ...next]
}

/**
 * A transition as items of a transaction that does more beside it: the move of the message, from the state it is given in
 * and no other, and what that counts. The move comes first; its condition returns the message as it was found.
 */
export const countedTransition = (
  target: CountedJournal,
  message: MessageEntry,
  transition: Transition,
): Promise<readonly TransactItem[]> => {
  const way = countedWays(pathOf(transition)).find(({ from }) => from.includes(message.state))
  return itemsOf(target, message, transition, { from: [message.state], names: way?.names ?? [] })
}

/**
 * Moves a message and counts it, both or neither. What a move counts may depend on the state it starts from: where the
 * message is found in another one than thought, it is tried from there.
 * @param message as it was seen at some time; only its state may have changed since
 * @throws RetryableError `conflict` or `throttled`
 */
export const moveCounted = async (
  client: DynamoDBDocumentClient,
  target: CountedJournal,
  message: MessageEntry,
  transition: Transition,
): Promise<Moved> => {
  const left = new Set(countedWays(pathOf(transition)))
  const wayFrom = (state: MessageEntry['state'] | undefined): CountedWay | undefined =>
    [...left].find(({ from }) => state !== undefined && from.includes(state))
  let way = wayFrom(message.state) ?? [...left][0]
  let state: MessageEntry['state'] | undefined
  while (way) {
    left.delete(way)
    const outcome = await writeAll(client, await itemsOf(target, message, transition, way))
    if (outcome.written) return { moved: true }
    if (!conditionFailed(outcome.reasons, 0)) {
      if (!transition.next) throw new Error('a counter has no condition')
      const { next: _, ...alone } = transition
      return moveCounted(client, target, message, alone)
    }
    state = z.safeParse(messageStateSchema, outcome.reasons[0]?.Item?.state?.S).data
    way = wayFrom(state)
  }
  return { moved: false, state }
}
