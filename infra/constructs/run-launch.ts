import { Construct } from 'constructs'
import { runLaunchEnv } from '#functions/run-launch/env.ts'
import { BellwetherFunction } from '#infra/constructs/bellwether-function.ts'
import { allowCounting, allowItems, allowSend, onlyCollections } from '#infra/constructs/grants.ts'
import type { DataStack } from '#infra/stacks/data-stack.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'
import { RUN_LAUNCH_TIMEOUT } from '#infra/timeouts.ts'
import { LAUNCH_PARTS_PREFIX, LAUNCHES_PREFIX, REACH_PARTS_PREFIX } from '#shared/tables/campaigns.ts'

/** Parts of launches that are worked on at once. A launch's pace is a rate of its own, whatever this is. */
const WORKERS = 100

/** Decides about every customer for one occurrence of a campaign. The only function that reads all profiles. */
export class RunLaunch extends Construct {
  readonly function: BellwetherFunction<typeof runLaunchEnv>

  constructor(scope: Construct, id: string, data: DataStack, messaging: MessagingStack) {
    super(scope, id)
    this.function = new BellwetherFunction(this, 'RunLaunch', {
      name: 'run-launch',
      schema: runLaunchEnv,
      timeout: RUN_LAUNCH_TIMEOUT,
      memorySize: 1024,
      environment: {
        CUSTOMERS_TABLE: data.customers.table.tableName,
        CAMPAIGNS_TABLE: data.campaigns.table.tableName,
        JOURNAL_TABLE: data.journal.table.tableName,
        AUDIT_TABLE: data.audit.table.tableName,
        LAUNCHES_QUEUE_URL: messaging.launches.queue.queueUrl,
        ...messaging.deliveryQueueUrls,
      },
    })
    this.function.readFrom('Launches', messaging.launches.queue, { batchSize: 1, maxConcurrency: WORKERS })
    this.permit(data, messaging)
  }

  private permit(data: DataStack, messaging: MessagingStack): void {
    const { role } = this.function
    // An audience is found by looking at every profile (docs/adr/0024); what caps count is changed with the decision.
    allowItems(role, data.customers, ['Scan', 'UpdateItem'])
    allowItems(role, data.campaigns, ['GetItem', 'Query'])
    allowCounting(role, data.campaigns)
    // Its own parts and pace, and the end of a launch; never a campaign.
    allowItems(
      role,
      data.campaigns,
      ['PutItem', 'UpdateItem'],
      onlyCollections(`${LAUNCH_PARTS_PREFIX}*`, `${LAUNCHES_PREFIX}*`, `${REACH_PARTS_PREFIX}*`),
    )
    // GetItem: of a page that is done again, what stands in the journal counts.
    allowItems(role, data.journal, ['GetItem', 'PutItem'])
    // The counters of managers' days; customers' entries it only adds.
    allowItems(role, data.journal, ['UpdateItem'], onlyCollections('manager#*'))
    allowItems(role, data.audit, ['PutItem'])
    for (const queue of [...messaging.deliveryQueues, messaging.launches.queue]) allowSend(role, queue)
  }
}
