import { randomUUID } from 'node:crypto'
import { LIVE_REVISION_KEY } from '#shared/tables/campaigns.ts'

/**
 * What every write to the `live` collection carries: readers who keep all live campaigns look at this one small item
 * first, and read the campaigns only where it has changed. A random value, so that no restored table, and no second write
 * beside the first, ever has one that was seen with other campaigns.
 */
export const liveRevised = (TableName: string) => ({
  Update: {
    TableName,
    Key: LIVE_REVISION_KEY,
    UpdateExpression: 'SET #revision = :revision',
    ExpressionAttributeNames: { '#revision': 'revision' },
    ExpressionAttributeValues: { ':revision': randomUUID() },
  },
})
