import { Duration, Validations } from 'aws-cdk-lib'
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { publishWebhooksEnv } from '#functions/publish-webhooks/env.ts'
import { BellwetherFunction } from '#infra/constructs/bellwether-function.ts'
import { allowItems, allowSend } from '#infra/constructs/grants.ts'
import type { DataStack } from '#infra/stacks/data-stack.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'
import { PUBLISH_WEBHOOKS_TIMEOUT } from '#infra/timeouts.ts'
import { SETTINGS_KEY } from '#shared/tables/campaigns.ts'

/** How long the steps of a moment are gathered: one call for many of them. */
const BATCH_WINDOW = Duration.seconds(1)

/** The stream forgets after 24 hours; what is set aside before can still be read there by hand. */
const OLDEST = Duration.hours(22)

/** Decisions, counters, and what expires never invoke the function. */
const messagesAndTasks = FilterCriteria.filter({
  eventName: FilterRule.or('INSERT', 'MODIFY'),
  dynamodb: { NewImage: { kind: { S: FilterRule.or('message', 'task') } } },
})

/** Reads each step of messages and tasks off the journal's stream and puts it on the queue to the bank's systems. */
export class PublishWebhooks extends Construct {
  readonly function: BellwetherFunction<typeof publishWebhooksEnv>

  constructor(scope: Construct, id: string, data: DataStack, messaging: MessagingStack) {
    super(scope, id)
    this.function = new BellwetherFunction(this, 'PublishWebhooks', {
      name: 'publish-webhooks',
      schema: publishWebhooksEnv,
      timeout: PUBLISH_WEBHOOKS_TIMEOUT,
      memorySize: 512,
      environment: {
        CAMPAIGNS_TABLE: data.campaigns.table.tableName,
        WEBHOOKS_QUEUE_URL: messaging.webhooks.queue.queueUrl,
      },
      withoutDeadLetters:
        'Called by the mapping of a stream only, whose failure destination takes what could not be done.',
    })
    this.readStream(data, messaging)
    const { role } = this.function
    // Of the campaigns table the settings only: who wants to know what.
    allowItems(role, data.campaigns, ['GetItem'], {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [SETTINGS_KEY.collection] },
    })
    allowSend(role, messaging.webhooks.queue)
    allowSend(role, messaging.undeliverable)
  }

  /** One batch of a shard at a time: several would be in order for each item only, not for each customer. */
  private readStream({ journal }: DataStack, { undeliverable }: MessagingStack): void {
    const streamArn = journal.table.tableStreamArn
    if (streamArn === undefined) throw new Error('the journal has no stream')
    // By its ARN only: CDK would write the function into the queue's policy, and so tie the stacks in a circle.
    const setAside = Queue.fromQueueArn(this, 'Undeliverable', undeliverable.queueArn)
    this.function.lambda.addEventSourceMapping('Journal', {
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      maxBatchingWindow: BATCH_WINDOW,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      maxRecordAge: OLDEST,
      onFailure: new SqsDlq(setAside),
      filters: [messagesAndTasks],
    })
    this.permitStream(streamArn)
  }

  private permitStream(streamArn: string): void {
    const { role } = this.function
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        resources: [streamArn],
      }),
    )
    const listing = new Policy(this, 'ListStreams', {
      roles: [role],
      statements: [new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] })],
    })
    Validations.of(listing).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason:
        'Lambda asks for it and it knows no resources; it lists names of streams, the policy holds nothing else.',
    })
  }
}
