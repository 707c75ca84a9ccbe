import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { deliverMessageEnv } from '#functions/deliver-message/env.ts'
import { BellwetherFunction } from '#infra/constructs/bellwether-function.ts'
import { allowCounting, allowItems } from '#infra/constructs/grants.ts'
import { allowSending, sendingEnvironment } from '#infra/constructs/sending.ts'
import type { BankSettings } from '#infra/settings.ts'
import type { DataStack } from '#infra/stacks/data-stack.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'
import { DELIVER_TIMEOUT } from '#infra/timeouts.ts'
import { LINE_COLLECTION } from '#shared/tables/campaigns.ts'

/** Batches at once. Our own inbox has no pace that would have to be kept. */
const INBOX_CONCURRENCY = 20

/** Messages to providers. The only function that may read who a customer is. */
export class DeliverMessage extends Construct {
  readonly function: BellwetherFunction<typeof deliverMessageEnv>

  constructor(
    scope: Construct,
    id: string,
    data: DataStack,
    messaging: MessagingStack,
    settings: BankSettings,
  ) {
    super(scope, id)
    this.function = new BellwetherFunction(this, 'DeliverMessage', {
      name: 'deliver-message',
      schema: deliverMessageEnv,
      timeout: DELIVER_TIMEOUT,
      memorySize: 512,
      environment: {
        CUSTOMERS_TABLE: data.customers.table.tableName,
        CONTACTS_TABLE: data.contacts.table.tableName,
        CAMPAIGNS_TABLE: data.campaigns.table.tableName,
        JOURNAL_TABLE: data.journal.table.tableName,
        ...sendingEnvironment(messaging, settings),
        UNSUBSCRIBE_BASE_URL: messaging.unsubscribe.baseUrl,
        UNSUBSCRIBE_SECRET_ARN: messaging.unsubscribeSecret.secretArn,
      },
    })
    this.readFrom('EmailService', messaging.emailService.queue, settings.emailConcurrency)
    this.readFrom('EmailMarketing', messaging.emailMarketing.queue, settings.emailConcurrency)
    this.readFrom('SmsService', messaging.smsService.queue, settings.smsConcurrency)
    this.readFrom('SmsMarketing', messaging.smsMarketing.queue, settings.smsConcurrency)
    this.readFrom('Inapp', messaging.inapp.queue, INBOX_CONCURRENCY)
    this.permitTables(data)
    allowSending(this.function.role, messaging, settings)
    messaging.unsubscribeSecret.grantRead(this.function.role)
  }

  private readFrom(id: string, queue: Queue, maxConcurrency: number): void {
    this.function.readFrom(id, queue, { batchSize: 10, maxConcurrency })
  }

  private permitTables(data: DataStack): void {
    const { role } = this.function
    // PutItem: the message by the next channel where one cannot carry it.
    allowItems(role, data.journal, ['GetItem', 'PutItem', 'UpdateItem'])
    allowItems(role, data.contacts, ['GetItem'])
    allowItems(role, data.customers, ['GetItem'])
    // What caps count of such a message.
    allowItems(role, data.customers, ['UpdateItem'], {
      StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
    })
    allowItems(role, data.campaigns, ['GetItem'])
    allowCounting(role, data.campaigns)
    allowItems(role, data.campaigns, ['UpdateItem'], {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [LINE_COLLECTION] },
    })
  }
}
