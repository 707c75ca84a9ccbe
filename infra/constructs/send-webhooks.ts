import { Construct } from 'constructs'
import { sendWebhooksEnv } from '#functions/send-webhooks/env.ts'
import { BellwetherFunction } from '#infra/constructs/bellwether-function.ts'
import { allowItems } from '#infra/constructs/grants.ts'
import type { DataStack } from '#infra/stacks/data-stack.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'
import { SEND_WEBHOOKS_TIMEOUT } from '#infra/timeouts.ts'
import { SETTINGS_KEY } from '#shared/tables/campaigns.ts'

/** Batches under way at once: what the bank's own systems shall stand. */
const CONCURRENCY = 10

/** Posts what happened to the bank's own systems. Talks to addresses outside AWS, so it may read next to nothing. */
export class SendWebhooks extends Construct {
  readonly function: BellwetherFunction<typeof sendWebhooksEnv>

  constructor(scope: Construct, id: string, data: DataStack, messaging: MessagingStack) {
    super(scope, id)
    this.function = new BellwetherFunction(this, 'SendWebhooks', {
      name: 'send-webhooks',
      schema: sendWebhooksEnv,
      timeout: SEND_WEBHOOKS_TIMEOUT,
      memorySize: 512,
      environment: {
        CAMPAIGNS_TABLE: data.campaigns.table.tableName,
        WEBHOOKS_QUEUE_URL: messaging.webhooks.queue.queueUrl,
        WEBHOOKS_SECRET_ARN: messaging.webhooksSecret.secretArn,
      },
    })
    const { role } = this.function
    // The right to read includes that to say when what failed comes again.
    this.function.readFrom('Webhooks', messaging.webhooks.queue, {
      batchSize: 10,
      maxConcurrency: CONCURRENCY,
    })
    // Of the campaigns table the settings only: where endpoints are.
    allowItems(role, data.campaigns, ['GetItem'], {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [SETTINGS_KEY.collection] },
    })
    messaging.webhooksSecret.grantRead(role)
  }
}
