import { CfnOutput, type Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib'
import type { Archive, EventBus } from 'aws-cdk-lib/aws-events'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { ConfigurationSet } from 'aws-cdk-lib/aws-ses'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { BankEventBus } from '#infra/constructs/bank-event-bus.ts'
import { EmailSending } from '#infra/constructs/email-sending.ts'
import { deadLetterQueue, QueueWithDlq, type QueueWithDlqProps } from '#infra/constructs/queue-with-dlq.ts'
import { RecordedEvents } from '#infra/constructs/recorded-events.ts'
import { SmsReplies } from '#infra/constructs/sms-replies.ts'
import { UnsubscribeApi } from '#infra/constructs/unsubscribe-api.ts'
import { webhooksSecret } from '#infra/constructs/webhooks-secret.ts'
import type { BankSettings } from '#infra/settings.ts'
import {
  ATTRIBUTE_TIMEOUT,
  CALENDAR_BATCH_WINDOW,
  DELIVER_TIMEOUT,
  FEEDBACK_TIMEOUT,
  REACT_TIMEOUT,
  RUN_LAUNCH_TIMEOUT,
  SEND_WEBHOOKS_TIMEOUT,
  SIMULATE_TIMEOUT,
} from '#infra/timeouts.ts'

/** With the pauses between them (shared/domain/webhooks/retry-delay.ts) about a day. */
const WEBHOOK_ATTEMPTS = 100

/** As deliver-message counts (shared/domain/delivery/delivery-queue.ts); a test compares the two. */
const DELIVERY_RECEIVES = 10

export interface MessagingStackProps extends StackProps {
  readonly settings: BankSettings
}

/** What connects the parts: the bank's bus, the queues, the way out to providers. Holds messages only in passing. */
export class MessagingStack extends Stack {
  /** Key of everything that carries the bank's events or a provider's feedback: both contain contact data. */
  readonly key: Key
  readonly bus: EventBus
  /** Everything that the bank published of late, to be replayed (RUNBOOK). */
  readonly archive: Archive
  readonly bankEvents: QueueWithDlq
  readonly calendar: QueueWithDlq
  /** Service messages have queues of their own, so that they never wait behind a campaign. */
  readonly emailService: QueueWithDlq
  readonly emailMarketing: QueueWithDlq
  readonly smsService: QueueWithDlq
  readonly smsMarketing: QueueWithDlq
  /** Of both purposes: the inbox is ours, nothing holds anything up there. */
  readonly inapp: QueueWithDlq
  readonly feedback: QueueWithDlq
  /** Products that customers took, pseudonymous. */
  readonly conversions: QueueWithDlq
  /** Work on parts of launches. */
  readonly launches: QueueWithDlq
  /** Simulations that somebody asked for. */
  readonly simulations: QueueWithDlq
  /** What the bank published of late, to be simulated. */
  readonly recorded: RecordedEvents
  /** What customers answer to an SMS. */
  readonly replies: QueueWithDlq
  readonly repliesTopic: Topic
  /** What the bank's own systems shall hear: in order for each customer. */
  readonly webhooks: QueueWithDlq
  readonly webhooksSecret: Secret
  /** Where EventBridge (and Lambda, for the sweep and a stream) put what they could not hand over. */
  readonly undeliverable: Queue
  readonly gatewaySecret: Secret
  /** Keys that sign links to unsubscribe. */
  readonly unsubscribeSecret: Secret
  readonly unsubscribe: UnsubscribeApi
  readonly configurationSet: ConfigurationSet

  constructor(scope: Construct, id: string, { settings, ...props }: MessagingStackProps) {
    super(scope, id, props)
    this.key = this.eventsKey()
    this.undeliverable = this.undeliverableQueue()
    const { bus, archive } = new BankEventBus(this, 'BankEventBus', {
      key: this.key,
      undeliverable: this.undeliverable,
    })
    this.bus = bus
    this.archive = archive
    this.bankEvents = this.queue('BankEvents', REACT_TIMEOUT, { key: this.key })
    this.calendar = this.queue('Calendar', REACT_TIMEOUT, { batchWindow: CALENDAR_BATCH_WINDOW })
    this.emailService = this.deliveryQueue('EmailService')
    this.emailMarketing = this.deliveryQueue('EmailMarketing')
    this.smsService = this.deliveryQueue('SmsService')
    this.smsMarketing = this.deliveryQueue('SmsMarketing')
    this.inapp = this.deliveryQueue('Inapp')
    this.feedback = this.queue('Feedback', FEEDBACK_TIMEOUT, { key: this.key })
    this.conversions = this.queue('Conversions', ATTRIBUTE_TIMEOUT)
    this.launches = this.queue('Launches', RUN_LAUNCH_TIMEOUT)
    this.simulations = this.queue('Simulations', SIMULATE_TIMEOUT)
    this.recorded = new RecordedEvents(this, 'Recorded', { bus, undeliverable: this.undeliverable })
    const { topic, replies } = new SmsReplies(this, 'SmsReplies')
    this.repliesTopic = topic
    this.replies = replies
    this.webhooks = new QueueWithDlq(this, 'Webhooks', {
      consumerTimeout: SEND_WEBHOOKS_TIMEOUT,
      maxReceiveCount: WEBHOOK_ATTEMPTS,
      fifo: true,
    })
    this.webhooksSecret = webhooksSecret(this, 'WebhooksSecret')
    this.gatewaySecret = this.sharedSecret()
    this.unsubscribeSecret = this.linkKeys()
    this.unsubscribe = new UnsubscribeApi(this, 'Unsubscribe')
    this.configurationSet = new EmailSending(this, 'EmailSending', {
      tracking: settings.emailTracking,
    }).configurationSet
    for (const target of [this.bankEvents.queue, this.feedback.queue, this.undeliverable])
      this.letRulesSend(target)
    this.outputs()
  }

  /** The queues that deliver-message reads. */
  get deliveryQueues(): readonly Queue[] {
    const { emailService, emailMarketing, smsService, smsMarketing, inapp } = this
    return [emailService, emailMarketing, smsService, smsMarketing, inapp].map(({ queue }) => queue)
  }

  /** The variables of a function that sends to them. */
  get deliveryQueueUrls() {
    return {
      EMAIL_SERVICE_QUEUE_URL: this.emailService.queue.queueUrl,
      EMAIL_MARKETING_QUEUE_URL: this.emailMarketing.queue.queueUrl,
      SMS_SERVICE_QUEUE_URL: this.smsService.queue.queueUrl,
      SMS_MARKETING_QUEUE_URL: this.smsMarketing.queue.queueUrl,
      INAPP_QUEUE_URL: this.inapp.queue.queueUrl,
    }
  }

  private deliveryQueue(id: string): QueueWithDlq {
    return new QueueWithDlq(this, id, {
      consumerTimeout: DELIVER_TIMEOUT,
      maxReceiveCount: DELIVERY_RECEIVES,
    })
  }

  private undeliverableQueue(): Queue {
    const queue = deadLetterQueue(this, 'Undeliverable', this.key)
    Validations.of(queue).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason:
        'It is a dead-letter queue itself: of the bus, the rules, calls of sweep-calendar, and the journal’s stream.',
    })
    return queue
  }

  private queue(
    id: string,
    consumerTimeout: Duration,
    more: Pick<QueueWithDlqProps, 'key' | 'batchWindow'> = {},
  ): QueueWithDlq {
    return new QueueWithDlq(this, id, { consumerTimeout, ...more })
  }

  private eventsKey(): Key {
    const key = new Key(this, 'EventsKey', {
      description: 'Bellwether: bank events and provider feedback on their way',
      enableKeyRotation: true,
    })
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'EventBridgeOfThisAccount',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey', 'kms:ReEncrypt*'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    )
    return key
  }

  /** Rules stand in the compute stack: naming each here would make the stacks depend on one another in a circle. */
  private letRulesSend(queue: Queue): void {
    queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'RulesOfThisAccount',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    )
  }

  /** Signs requests to the bank's gateway: letters and digits, a multiple of 4, so usable as Base64 (`whsec_…`). */
  private sharedSecret(): Secret {
    const secret = new Secret(this, 'GatewaySecret', {
      description: 'Bellwether: signs requests to the message gateway of the bank',
      generateSecretString: { passwordLength: 44, excludePunctuation: true },
    })
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SMG4',
      reason:
        "The bank's gateway holds the same secret: one side changing it alone would have every message refused.",
    })
    return secret
  }

  /** `{ current: 'k1', k1: … }`: keys are added and never taken away, because every email that was sent has a link. */
  private linkKeys(): Secret {
    const secret = new Secret(this, 'UnsubscribeSecret', {
      description: 'Bellwether: signs links to unsubscribe',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ current: 'k1' }),
        generateStringKey: 'k1',
        passwordLength: 44,
        excludePunctuation: true,
      },
      removalPolicy: RemovalPolicy.RETAIN,
    })
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SMG4',
      reason:
        'A rotation that replaced the key would break the links in all emails that were sent; keys are added by hand (RUNBOOK).',
    })
    return secret
  }

  private outputs(): void {
    const output = (id: string, value: string) => new CfnOutput(this, id, { value })
    const urls = (name: string, { queue, deadLetters }: QueueWithDlq) => {
      output(`${name}QueueUrl`, queue.queueUrl)
      output(`${name}DlqUrl`, deadLetters.queueUrl)
    }
    output('BusName', this.bus.eventBusName)
    output('BusArn', this.bus.eventBusArn)
    output('ArchiveArn', this.archive.archiveArn)
    urls('BankEvents', this.bankEvents)
    urls('Calendar', this.calendar)
    urls('EmailService', this.emailService)
    urls('EmailMarketing', this.emailMarketing)
    urls('SmsService', this.smsService)
    urls('SmsMarketing', this.smsMarketing)
    urls('Inapp', this.inapp)
    urls('Feedback', this.feedback)
    urls('Conversions', this.conversions)
    urls('Launches', this.launches)
    urls('Simulations', this.simulations)
    output('RecordedEventsBucket', this.recorded.bucket.bucketName)
    urls('Replies', this.replies)
    output('RepliesTopicArn', this.repliesTopic.topicArn)
    urls('Webhooks', this.webhooks)
    output('WebhooksSecretArn', this.webhooksSecret.secretArn)
    output('UndeliverableDlqUrl', this.undeliverable.queueUrl)
    output('GatewaySecretArn', this.gatewaySecret.secretArn)
    output('UnsubscribeSecretArn', this.unsubscribeSecret.secretArn)
    output('UnsubscribeUrl', this.unsubscribe.baseUrl)
    output('SesConfigurationSet', this.configurationSet.configurationSetName)
  }
}
