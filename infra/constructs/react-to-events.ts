import { Construct } from 'constructs'
import { reactToEventsEnv } from '#functions/react-to-events/env.ts'
import { BellwetherFunction } from '#infra/constructs/bellwether-function.ts'
import { allowCounting, allowItems, allowSend } from '#infra/constructs/grants.ts'
import type { DataStack } from '#infra/stacks/data-stack.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'
import { CALENDAR_BATCH_WINDOW, REACT_TIMEOUT } from '#infra/timeouts.ts'

/** Events to profiles, signals and decisions. It writes contacts blindly: it never learns who a customer is. */
export class ReactToEvents extends Construct {
  readonly function: BellwetherFunction<typeof reactToEventsEnv>

  constructor(scope: Construct, id: string, data: DataStack, messaging: MessagingStack) {
    super(scope, id)
    this.function = new BellwetherFunction(this, 'ReactToEvents', {
      name: 'react-to-events',
      schema: reactToEventsEnv,
      timeout: REACT_TIMEOUT,
      memorySize: 1024,
      environment: {
        CUSTOMERS_TABLE: data.customers.table.tableName,
        CONTACTS_TABLE: data.contacts.table.tableName,
        CAMPAIGNS_TABLE: data.campaigns.table.tableName,
        JOURNAL_TABLE: data.journal.table.tableName,
        PARKED_TABLE: data.parked.table.tableName,
        CONVERSIONS_QUEUE_URL: messaging.conversions.queue.queueUrl,
        ...messaging.deliveryQueueUrls,
      },
    })
    // As many as one receive brings: more would have to be waited for.
    this.function.readFrom('BankEvents', messaging.bankEvents.queue, { batchSize: 10 })
    this.function.readFrom('Calendar', messaging.calendar.queue, {
      batchSize: 100,
      batchWindow: CALENDAR_BATCH_WINDOW,
    })
    this.permit(data, messaging)
  }

  private permit(data: DataStack, messaging: MessagingStack): void {
    const { role } = this.function
    allowItems(role, data.customers, ['GetItem', 'UpdateItem'])
    // A write that returned the item would be a read of PII.
    allowItems(role, data.contacts, ['UpdateItem'], {
      StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
    })
    allowItems(role, data.campaigns, ['GetItem', 'Query'])
    allowCounting(role, data.campaigns)
    allowItems(role, data.journal, ['PutItem'])
    // The counters of managers' days; customers' entries it only adds.
    allowItems(role, data.journal, ['UpdateItem'], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['manager#*'] },
    })
    allowItems(role, data.parked, ['PutItem'])
    for (const queue of [...messaging.deliveryQueues, messaging.conversions.queue]) allowSend(role, queue)
  }
}
