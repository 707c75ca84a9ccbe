import { Stack } from 'aws-cdk-lib'
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { EngineTable } from '#infra/constructs/engine-table.ts'
import { RESULTS_PREFIX, SETTINGS_KEY } from '#shared/tables/campaigns.ts'

/** What functions may do to items. A test names the few that may scan or delete. */
export type ItemAction =
  | 'GetItem'
  | 'Query'
  | 'Scan'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem'

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>

const dynamodb = (actions: readonly ItemAction[]) => actions.map((action) => `dynamodb:${action}`)

const READING = ['kms:Decrypt', 'kms:DescribeKey']
const WRITING = [...READING, 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo']

const WRITES: readonly ItemAction[] = ['PutItem', 'UpdateItem', 'DeleteItem']
const writes = (actions: readonly ItemAction[]) => actions.some((action) => WRITES.includes(action))

/** The key of a table may be used through DynamoDB only, so that holding it opens nothing but permitted items. */
const allowKey = (role: IRole, key: IKey, actions: readonly string[]): void => {
  const viaService = `dynamodb.${Stack.of(role).region}.amazonaws.com`
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: [...actions],
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': viaService } },
    }),
  )
}

/** Allows exactly these actions on a table (not on its indexes), and the use of its own key if it has one. */
export const allowItems = (
  role: IRole,
  { table, key }: EngineTable,
  actions: readonly ItemAction[],
  conditions: Conditions = {},
): void => {
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: dynamodb(actions), resources: [table.tableArn], conditions }),
  )
  if (key !== undefined) allowKey(role, key, writes(actions) ? WRITING : READING)
}

/** Conditions under which an action meets only items of these collections; `*` at the end of one stands for the rest. */
export const onlyCollections = (...collections: readonly string[]): Conditions => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': collections },
})

/** Allows raising the counters of what comes of campaigns, and nothing else of their table. */
export const allowCounting = (role: IRole, campaigns: EngineTable): void =>
  allowItems(role, campaigns, ['UpdateItem'], onlyCollections(`${RESULTS_PREFIX}*`))

/** Allows reading the engine's settings, and nothing else of the campaigns table. */
export const allowSettings = (role: IRole, campaigns: EngineTable): void =>
  allowItems(role, campaigns, ['GetItem'], {
    'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [SETTINGS_KEY.collection] },
  })

/** Allows asking how large a table is, and nothing in it. */
export const allowTableSize = (role: IRole, { table }: EngineTable): void => {
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['dynamodb:DescribeTable'], resources: [table.tableArn] }),
  )
}

/** Allows queries of one index, not of its table, and the use of the table's own key if it has one. */
export const allowIndex = (role: IRole, { table, key }: EngineTable, index: string): void => {
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${index}`] }),
  )
  if (key !== undefined) allowKey(role, key, READING)
}

/** Allows sending to a queue. `grantSendMessages` would add GetQueueUrl, and `kms:ReEncrypt*` on the key. */
export const allowSend = (role: IRole, queue: Queue): void => {
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
    }),
  )
  if (queue.encryptionMasterKey === undefined) return
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [queue.encryptionMasterKey.keyArn],
    }),
  )
}
