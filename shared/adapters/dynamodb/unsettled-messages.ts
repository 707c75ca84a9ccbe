import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { conditionHeld } from '#shared/adapters/dynamodb/condition-held.ts'
import { UNCONFIRMED } from '#shared/domain/message/unsettled.ts'
import type { DueEntry } from '#shared/ports/due-index.ts'
import type { UnsettledMessages } from '#shared/ports/unsettled-messages.ts'
import { type DueKind, dueAttributes } from '#shared/tables/journal.ts'

interface Change {
  readonly expression: string
  readonly names?: Readonly<Record<string, string>>
  readonly values?: Readonly<Record<string, unknown>>
}

const moved = (customerId: string, kind: DueKind, due: Date): Change => {
  const next = dueAttributes(kind, customerId, due.toISOString())
  return {
    expression: 'SET #dueKey = :nextKey, #due = :nextDue',
    values: { ':nextKey': next.dueKey, ':nextDue': next.due },
  }
}

const gone: Change = { expression: 'REMOVE #dueKey, #due' }

/** `sent` may be: whoever takes the message further takes it out of the index, too, and so out of the condition. */
const unconfirmed = (at: Date): Change => ({
  expression: 'SET #unconfirmed = :true, #history = list_append(#history, :steps) REMOVE #dueKey, #due',
  names: { '#unconfirmed': 'unconfirmed', '#history': 'history' },
  values: { ':true': true, ':steps': [{ state: 'sent', at: at.toISOString(), note: UNCONFIRMED }] },
})

/** The journal table behind the port: each change is one conditional write. */
export const createUnsettledMessages = (
  client: DynamoDBDocumentClient,
  tableName: string,
): UnsettledMessages => {
  const change = async (
    kind: DueKind,
    { customerId, entry, due }: DueEntry,
    { expression, names, values }: Change,
  ): Promise<boolean> => {
    const seen = dueAttributes(kind, customerId, due.toISOString())
    const command = new UpdateCommand({
      TableName: tableName,
      Key: { customerId, entry },
      UpdateExpression: expression,
      ConditionExpression: '#dueKey = :seenKey AND #due = :seenDue',
      ExpressionAttributeNames: { '#dueKey': 'dueKey', '#due': 'due', ...names },
      ExpressionAttributeValues: { ':seenKey': seen.dueKey, ':seenDue': seen.due, ...values },
    })
    return conditionHeld(client.send(command))
  }
  return {
    moveOn: (seen, next) => change('settle', seen, next ? moved(seen.customerId, next.kind, next.due) : gone),
    markUnconfirmed: (seen, at) => change('confirm', seen, unconfirmed(at)),
  }
}
