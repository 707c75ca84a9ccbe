import { Construct } from 'constructs'
import { launchCampaignsEnv } from '#functions/launch-campaigns/env.ts'
import { BellwetherFunction } from '#infra/constructs/bellwether-function.ts'
import { everyMinute } from '#infra/constructs/every-minute.ts'
import {
  allowIndex,
  allowItems,
  allowSend,
  allowTableSize,
  onlyCollections,
} from '#infra/constructs/grants.ts'
import type { DataStack } from '#infra/stacks/data-stack.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'
import { LAUNCH_CAMPAIGNS_TIMEOUT } from '#infra/timeouts.ts'
import {
  type campaignsTable,
  GO_LIVE_COLLECTION,
  LAUNCHES_PREFIX,
  LIVE_COLLECTION,
  LIVE_REVISION_KEY,
  SCHEDULE_COLLECTION,
} from '#shared/tables/campaigns.ts'

const byDue: keyof typeof campaignsTable.indexes = 'byDue'

/**
 * Puts campaigns live on their date, launches them by their schedules, and looks after launches. A tick that was missed
 * needs nothing: the next one finds all.
 */
export class LaunchCampaigns extends Construct {
  readonly function: BellwetherFunction<typeof launchCampaignsEnv>

  constructor(scope: Construct, id: string, data: DataStack, messaging: MessagingStack) {
    super(scope, id)
    this.function = new BellwetherFunction(this, 'LaunchCampaigns', {
      name: 'launch-campaigns',
      schema: launchCampaignsEnv,
      timeout: LAUNCH_CAMPAIGNS_TIMEOUT,
      memorySize: 512,
      environment: {
        CAMPAIGNS_TABLE: data.campaigns.table.tableName,
        AUDIT_TABLE: data.audit.table.tableName,
        CUSTOMERS_TABLE: data.customers.table.tableName,
        LAUNCHES_QUEUE_URL: messaging.launches.queue.queueUrl,
      },
      withoutDeadLetters:
        'Called once a minute, and each call does all that is due: a failed one says nothing that the next does not.',
    })
    everyMinute(this, {
      lambda: this.function.lambda,
      description: 'Bellwether: puts campaigns live, launches them by their schedules, looks after launches',
      undeliverable: messaging.undeliverable,
    })
    this.permit(data, messaging)
  }

  private permit(data: DataStack, messaging: MessagingStack): void {
    const { role } = this.function
    allowIndex(role, data.campaigns, byDue)
    allowItems(role, data.campaigns, ['GetItem', 'Query'])
    // Nobody launches what was paused at the same moment.
    allowItems(role, data.campaigns, ['ConditionCheckItem'], onlyCollections(LIVE_COLLECTION))
    allowItems(
      role,
      data.campaigns,
      ['PutItem'],
      onlyCollections(LIVE_COLLECTION, SCHEDULE_COLLECTION, `${LAUNCHES_PREFIX}*`),
    )
    allowItems(
      role,
      data.campaigns,
      ['UpdateItem'],
      onlyCollections(GO_LIVE_COLLECTION, LIVE_REVISION_KEY.collection, `${LAUNCHES_PREFIX}*`),
    )
    allowItems(role, data.audit, ['PutItem'])
    allowTableSize(role, data.customers)
    allowSend(role, messaging.launches.queue)
  }
}
