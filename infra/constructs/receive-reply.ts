import { Construct } from 'constructs'
import { receiveReplyEnv } from '#functions/receive-reply/env.ts'
import { BellwetherFunction } from '#infra/constructs/bellwether-function.ts'
import { allowCounting, allowIndex, allowItems, allowSettings } from '#infra/constructs/grants.ts'
import type { DataStack } from '#infra/stacks/data-stack.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'
import { REPLY_TIMEOUT } from '#infra/timeouts.ts'
import type { contactsTable } from '#shared/tables/contacts.ts'

const byPhone: keyof typeof contactsTable.indexes = 'byPhone'

/** What customers answer to an SMS. The only function that may ask whose number it is; it learns nothing else of them. */
export class ReceiveReply extends Construct {
  readonly function: BellwetherFunction<typeof receiveReplyEnv>

  constructor(scope: Construct, id: string, data: DataStack, messaging: MessagingStack) {
    super(scope, id)
    this.function = new BellwetherFunction(this, 'ReceiveReply', {
      name: 'receive-reply',
      schema: receiveReplyEnv,
      timeout: REPLY_TIMEOUT,
      memorySize: 512,
      environment: {
        CONTACTS_TABLE: data.contacts.table.tableName,
        CUSTOMERS_TABLE: data.customers.table.tableName,
        CAMPAIGNS_TABLE: data.campaigns.table.tableName,
        JOURNAL_TABLE: data.journal.table.tableName,
        AUDIT_TABLE: data.audit.table.tableName,
      },
    })
    this.function.readFrom('Replies', messaging.replies.queue, { batchSize: 10 })
    this.permit(data)
  }

  private permit(data: DataStack): void {
    const { role } = this.function
    allowIndex(role, data.contacts, byPhone)
    // What stands against SMS. A write that returned the item would be a read of the profile.
    allowItems(role, data.customers, ['UpdateItem'], {
      StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
    })
    allowItems(role, data.audit, ['PutItem'])
    // The confirmation, and the mark at the message that was answered.
    allowItems(role, data.journal, ['Query', 'PutItem', 'UpdateItem'])
    allowCounting(role, data.campaigns)
    allowSettings(role, data.campaigns)
  }
}
