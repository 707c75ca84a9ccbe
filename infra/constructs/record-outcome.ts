import { Construct } from 'constructs'
import { recordOutcomeEnv } from '#functions/record-outcome/env.ts'
import { BellwetherFunction } from '#infra/constructs/bellwether-function.ts'
import { allowCounting, allowItems, allowSettings } from '#infra/constructs/grants.ts'
import type { DataStack } from '#infra/stacks/data-stack.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'
import { FEEDBACK_TIMEOUT } from '#infra/timeouts.ts'
import { LIVE_COLLECTION, LIVE_REVISION_KEY, RESULTS_PREFIX } from '#shared/tables/campaigns.ts'

/** What became of messages, from the providers' own reports, and which addresses they speak against. */
export class RecordOutcome extends Construct {
  readonly function: BellwetherFunction<typeof recordOutcomeEnv>

  constructor(scope: Construct, id: string, data: DataStack, messaging: MessagingStack) {
    super(scope, id)
    this.function = new BellwetherFunction(this, 'RecordOutcome', {
      name: 'record-outcome',
      schema: recordOutcomeEnv,
      timeout: FEEDBACK_TIMEOUT,
      memorySize: 512,
      environment: {
        JOURNAL_TABLE: data.journal.table.tableName,
        CUSTOMERS_TABLE: data.customers.table.tableName,
        CAMPAIGNS_TABLE: data.campaigns.table.tableName,
        AUDIT_TABLE: data.audit.table.tableName,
      },
    })
    this.function.readFrom('Feedback', messaging.feedback.queue, { batchSize: 10 })
    this.permit(data)
  }

  private permit(data: DataStack): void {
    const { role } = this.function
    // PutItem: the message by the next channel where there is no such address.
    allowItems(role, data.journal, ['GetItem', 'PutItem', 'UpdateItem'])
    allowCounting(role, data.campaigns)
    allowSettings(role, data.campaigns)
    this.permitPausing(data)
    // What stands against a channel. A write that returned the item would be a read of the profile.
    allowItems(role, data.customers, ['UpdateItem'], {
      StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
    })
  }

  /** Reads what was counted of a campaign, and pauses it: of what is live it can change nothing else. */
  private permitPausing(data: DataStack): void {
    const { role } = this.function
    allowItems(role, data.campaigns, ['Query'], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${RESULTS_PREFIX}*`] },
    })
    allowItems(role, data.campaigns, ['UpdateItem'], {
      'ForAllValues:StringEquals': {
        'dynamodb:LeadingKeys': [LIVE_COLLECTION, LIVE_REVISION_KEY.collection],
        'dynamodb:Attributes': ['collection', 'entry', 'status', 'version', 'pausedBecause', 'revision'],
      },
    })
    allowItems(role, data.audit, ['PutItem'])
  }
}
