import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { conditionHeld } from '#shared/adapters/dynamodb/condition-held.ts'
import { parseLaunchItem } from '#shared/adapters/dynamodb/launch-items.ts'
import type { Launch } from '#shared/domain/launch/launch.ts'
import type { LaunchStarts } from '#shared/ports/launch-starts.ts'
import { launchKey } from '#shared/tables/campaigns.ts'

type Values = Readonly<Record<string, string | number>>

const keyOf = ({ campaignId, at }: Launch) => launchKey(campaignId, new Date(at))

/** The launches of the campaigns table behind the port. */
export const createLaunchStarts = (
  documentClient: DynamoDBDocumentClient,
  campaignsTable: string,
): LaunchStarts => {
  /** Sets attributes of a launch whose state and date are still those that were seen. */
  const set = async (seen: Launch, values: Values): Promise<boolean> => {
    if (seen.due === undefined) return false
    const names = Object.keys(values)
    const command = new UpdateCommand({
      TableName: campaignsTable,
      Key: keyOf(seen),
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: '#state = :seenState AND #due = :seenDue',
      ExpressionAttributeNames: Object.fromEntries(
        ['state', 'due', ...names].map((name) => [`#${name}`, name]),
      ),
      ExpressionAttributeValues: {
        ...Object.fromEntries(names.map((name) => [`:${name}`, values[name]])),
        ':seenState': seen.state,
        ':seenDue': seen.due,
      },
    })
    return conditionHeld(documentClient.send(command))
  }

  return {
    launch: async (campaignId, at) => {
      const Key = launchKey(campaignId, at)
      const { Item } = await documentClient.send(
        new GetCommand({ TableName: campaignsTable, Key, ConsistentRead: true }),
      )
      return Item && parseLaunchItem(Item)
    },
    start: (seen, { parts, items }, now) =>
      set(seen, { state: 'running', parts, items, partsDone: 0, startedAt: now.toISOString() }),
    lookAgain: (seen, due, queuedAt) =>
      set(seen, {
        due: due.toISOString(),
        ...(queuedAt === undefined ? {} : { queuedAt: queuedAt.toISOString() }),
      }),
  }
}
