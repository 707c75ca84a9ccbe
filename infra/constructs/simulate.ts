import { Validations } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { simulateEnv } from '#functions/simulate/env.ts'
import { BellwetherFunction } from '#infra/constructs/bellwether-function.ts'
import { allowIndex, allowItems, onlyCollections } from '#infra/constructs/grants.ts'
import { EVENTS_PREFIX } from '#infra/constructs/recorded-events.ts'
import type { DataStack } from '#infra/stacks/data-stack.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'
import { SIMULATE_TIMEOUT } from '#infra/timeouts.ts'
import { LIVE_COLLECTION, SETTINGS_KEY, SIMULATIONS_COLLECTION } from '#shared/tables/campaigns.ts'

/** Simulations at once: each reads a whole day. */
const AT_ONCE = 2

/**
 * Plays a day's events in memory (docs/adr/0025-simulation.md). It can send nothing: no queue but its own, no provider
 * and no contact data of the tables is open to it.
 */
export class Simulate extends Construct {
  readonly function: BellwetherFunction<typeof simulateEnv>

  constructor(scope: Construct, id: string, data: DataStack, messaging: MessagingStack) {
    super(scope, id)
    this.function = new BellwetherFunction(this, 'Simulate', {
      name: 'simulate',
      schema: simulateEnv,
      timeout: SIMULATE_TIMEOUT,
      // The profiles of a day's customers are kept in memory, twice where there are drafts.
      memorySize: 3008,
      environment: {
        CAMPAIGNS_TABLE: data.campaigns.table.tableName,
        CUSTOMERS_TABLE: data.customers.table.tableName,
        EVENTS_BUCKET: messaging.recorded.bucket.bucketName,
        EVENTS_PREFIX,
      },
    })
    const { queue } = messaging.simulations
    this.function.readFrom('Simulations', queue, { batchSize: 1, maxConcurrency: AT_ONCE })
    this.permit(data, messaging)
  }

  private permit(data: DataStack, { recorded: { bucket, key } }: MessagingStack): void {
    const { role } = this.function
    allowItems(role, data.campaigns, ['Query'], onlyCollections(LIVE_COLLECTION))
    allowItems(role, data.campaigns, ['GetItem'], onlyCollections(SETTINGS_KEY.collection))
    allowItems(role, data.campaigns, ['UpdateItem'], onlyCollections(SIMULATIONS_COLLECTION))
    allowItems(role, data.customers, ['GetItem'])
    allowIndex(role, data.customers, 'byCalendar')
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': `${EVENTS_PREFIX}*` } },
      }),
    )
    Validations.of(role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::Bellwether-Messaging:ExportsOutputFnGetAttRecordedBucket041F4D76ArnFAFE5176/events/*]',
      reason: 'A day has as many files as it takes; under this name there are no others.',
    })
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['s3:GetObject'],
        resources: [bucket.arnForObjects(`${EVENTS_PREFIX}*`)],
      }),
    )
    role.addToPrincipalPolicy(new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] }))
  }
}
