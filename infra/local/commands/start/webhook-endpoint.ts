import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { LocalCloud } from '#infra/local/cloud.ts'
import type { Connection } from '#infra/local/commands/connection.ts'
import { parseSettingsItem } from '#shared/adapters/dynamodb/settings-reader.ts'
import { SETTINGS_KEY } from '#shared/tables/campaigns.ts'

/** The local cloud has a secret for it. */
const ID = 'crm'

/** Where the double shows what it got. */
export const webhookPage = ({ endpoints }: Pick<LocalCloud, 'endpoints'>): string =>
  `${endpoints.ses}/webhooks`

/**
 * Lets the double of a bank's system hear of everything: its port is another one at each start. What somebody entered
 * under the same id, with an address elsewhere, stays.
 */
export const enterWebhookEndpoint = async (
  cloud: Pick<LocalCloud, 'endpoints'>,
  { documentClient, name }: Connection,
): Promise<void> => {
  const table = { TableName: name('CampaignsTable'), Key: SETTINGS_KEY }
  const { Item } = await documentClient.send(new GetCommand({ ...table, ConsistentRead: true }))
  if (Item === undefined) return
  const { webhooks } = parseSettingsItem(Item)
  const isOurs = ({ id, url }: (typeof webhooks)[number]) => id === ID && url.startsWith('http://127.0.0.1:')
  const others = webhooks.filter((endpoint) => !isOurs(endpoint))
  if (others.some(({ id }) => id === ID)) return
  const own = { id: ID, url: `${webhookPage(cloud)}/${ID}`, events: ['message.*', 'task.*'] }
  await documentClient.send(
    new UpdateCommand({
      ...table,
      UpdateExpression: 'SET #webhooks = :webhooks',
      ExpressionAttributeNames: { '#webhooks': 'webhooks' },
      ExpressionAttributeValues: { ':webhooks': [...others, own] },
    }),
  )
}
