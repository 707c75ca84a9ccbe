import { Construct } from 'constructs'
import { attributeConversionEnv } from '#functions/attribute-conversion/env.ts'
import { BellwetherFunction } from '#infra/constructs/bellwether-function.ts'
import { allowCounting, allowItems } from '#infra/constructs/grants.ts'
import type { DataStack } from '#infra/stacks/data-stack.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'
import { ATTRIBUTE_TIMEOUT } from '#infra/timeouts.ts'
import { campaignCollection, SETTINGS_KEY } from '#shared/tables/campaigns.ts'

/** Conversions to the messages that came before them. It knows customers by their pseudonymous id only. */
export class AttributeConversion extends Construct {
  readonly function: BellwetherFunction<typeof attributeConversionEnv>

  constructor(scope: Construct, id: string, data: DataStack, messaging: MessagingStack) {
    super(scope, id)
    this.function = new BellwetherFunction(this, 'AttributeConversion', {
      name: 'attribute-conversion',
      schema: attributeConversionEnv,
      timeout: ATTRIBUTE_TIMEOUT,
      memorySize: 512,
      environment: {
        JOURNAL_TABLE: data.journal.table.tableName,
        CAMPAIGNS_TABLE: data.campaigns.table.tableName,
      },
    })
    this.function.readFrom('Conversions', messaging.conversions.queue, { batchSize: 10 })
    const { role } = this.function
    allowItems(role, data.journal, ['Query', 'PutItem', 'UpdateItem'])
    // Versions of campaigns, for their goals, and which day it is at the bank.
    allowItems(role, data.campaigns, ['GetItem'], {
      'ForAllValues:StringLike': {
        'dynamodb:LeadingKeys': [campaignCollection('*'), SETTINGS_KEY.collection],
      },
    })
    allowCounting(role, data.campaigns)
  }
}
