import { Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { QueueWithDlq } from '#infra/constructs/queue-with-dlq.ts'
import { REPLY_TIMEOUT } from '#infra/timeouts.ts'

const SMS_SERVICE = new ServicePrincipal('sms-voice.amazonaws.com')
const SNS_SERVICE = new ServicePrincipal('sns.amazonaws.com')

/**
 * The way in of replies to SMS: End User Messaging publishes them on a topic, which the bank sets on its numbers
 * (RUNBOOK), and the topic puts them on a queue. All of it has a key of its own, because a reply carries a phone number
 * and what its owner wrote.
 */
export class SmsReplies extends Construct {
  readonly topic: Topic
  readonly replies: QueueWithDlq

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const key = this.ownKey()
    this.topic = new Topic(this, 'Topic', {
      displayName: 'Bellwether replies to SMS',
      masterKey: key,
      enforceSSL: true,
    })
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'RepliesOfThisAccount',
        principals: [SMS_SERVICE],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: this.ofThisAccount(),
      }),
    )
    this.replies = new QueueWithDlq(this, 'Replies', { consumerTimeout: REPLY_TIMEOUT, key })
    this.subscribe()
  }

  private ofThisAccount() {
    return { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } }
  }

  /** By the account and not by the topic, which needs the key itself: each would wait for the other. */
  private ownKey(): Key {
    const key = new Key(this, 'Key', {
      description: 'Bellwether: replies to SMS on their way',
      enableKeyRotation: true,
    })
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'RepliesOfThisAccount',
        principals: [SMS_SERVICE, SNS_SERVICE],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: this.ofThisAccount(),
      }),
    )
    return key
  }

  /** In SNS's envelope, which says when it was published; what cannot be handed over joins the other dead letters. */
  private subscribe(): void {
    const { queue, deadLetters } = this.replies
    new Subscription(this, 'Subscription', {
      topic: this.topic,
      protocol: SubscriptionProtocol.SQS,
      endpoint: queue.queueArn,
      deadLetterQueue: deadLetters,
    })
    queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TopicOfReplies',
        principals: [SNS_SERVICE],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': this.topic.topicArn } },
      }),
    )
  }
}
