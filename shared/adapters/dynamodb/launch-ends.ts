import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { auditPut } from '#shared/adapters/dynamodb/audit.ts'
import { conditionFailed, writeAll } from '#shared/adapters/dynamodb/transaction.ts'
import type { Launch, LaunchState } from '#shared/domain/launch/launch.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'
import type { LaunchEnds } from '#shared/ports/launch-parts.ts'
import { campaignAuditSubject } from '#shared/tables/audit.ts'
import { launchKey } from '#shared/tables/campaigns.ts'

/** From these states a launch may still end. */
const FINISHING: readonly LaunchState[] = ['running', 'paused']
const CANCELLING: readonly LaunchState[] = ['planned', 'running', 'paused', 'cancelling']

/** Who acts where nobody asked: the function that runs launches. */
const NOBODY = { userId: 'run-launch', name: 'run-launch', groups: [] }

/** The launches of the campaigns table behind the port; each end is one transaction with its line in the audit table. */
export const createLaunchEnds = ({
  documentClient,
  campaignsTable,
  auditTable,
}: {
  readonly documentClient: DynamoDBDocumentClient
  readonly campaignsTable: string
  readonly auditTable: string
}): LaunchEnds => {
  const end = async (
    { campaignId, at }: Launch,
    from: readonly LaunchState[],
    attributes: Readonly<Record<string, unknown>>,
    entry: Omit<AuditEntry, 'subject'>,
  ): Promise<boolean> => {
    const names = Object.keys(attributes)
    const Update = {
      TableName: campaignsTable,
      Key: launchKey(campaignId, new Date(at)),
      // Out of the index: the tick has nothing more to do for it.
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')} REMOVE #dueKey, #due`,
      ConditionExpression: `#state IN (${from.map((_, index) => `:from${index}`).join(', ')})`,
      ExpressionAttributeNames: {
        ...Object.fromEntries(['dueKey', 'due', ...names].map((name) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ...Object.fromEntries(names.map((name) => [`:${name}`, attributes[name]])),
        ...Object.fromEntries(from.map((state, index) => [`:from${index}`, state])),
      },
    }
    const line = auditPut(auditTable, { ...entry, subject: campaignAuditSubject(campaignId) })
    const outcome = await writeAll(documentClient, [{ Update }, line])
    if (!outcome.written && !conditionFailed(outcome.reasons, 0))
      throw new Error('the audit line stands, and the launch has not ended')
    return outcome.written
  }

  return {
    finish: (launch, totals, now) =>
      end(
        launch,
        FINISHING,
        { state: 'done', doneAt: now.toISOString(), partsDone: totals.partsDone, totals },
        {
          action: 'launch-done',
          at: now,
          caller: NOBODY,
          requestId: launch.launchId,
          details: { launchId: launch.launchId, customers: totals.done, won: totals.funnel.won ?? 0 },
        },
      ),
    cancel: (launch, { reason, userId, name, groups, requestId }, now) =>
      end(
        launch,
        CANCELLING,
        { state: 'cancelled', doneAt: now.toISOString(), endedBecause: reason },
        {
          action: 'launch-cancelled',
          at: now,
          caller: { userId, name, groups },
          requestId,
          details: { launchId: launch.launchId, reason },
        },
      ),
  }
}
