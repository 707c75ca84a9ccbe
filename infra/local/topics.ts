import { randomUUID } from 'node:crypto'
import * as z from 'zod/mini'
import type { Deliver } from '#infra/local/event-bus.ts'
import { type Deployment, readProperties } from '#infra/local/template.ts'

const topicProperties = z.strictObject({
  TopicName: z.optional(z.string()),
  // Without a meaning on one's own disk:
  DisplayName: z.optional(z.unknown()),
  KmsMasterKeyId: z.optional(z.unknown()),
})

const subscriptionProperties = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.literal('sqs'),
  Endpoint: z.string(),
  // A local queue does not refuse, so there is nothing to set aside.
  RedrivePolicy: z.optional(z.unknown()),
})

/** @throws Error where nobody has subscribed to the topic; rejects when a queue did not take it */
export type Publish = (topicArn: string, message: string, at: Date) => Promise<void>

/**
 * SNS: what is published on a topic comes to each queue that has subscribed to it, in the envelope.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 * @param deliver puts bodies on the queue with an ARN
 * @throws Error naming the resource that has a property not played here
 */
export function createTopics(deployment: Deployment, deliver: Deliver): Publish {
  for (const topic of deployment.resources('AWS::SNS::Topic')) readProperties(topic, topicProperties)
  const subscriptions = deployment
    .resources('AWS::SNS::Subscription')
    .map((each) => readProperties(each, subscriptionProperties))

  return async (topicArn, message, at) => {
    const queues = subscriptions.filter(({ TopicArn }) => TopicArn === topicArn)
    if (queues.length === 0) throw new Error(`nobody has subscribed to ${topicArn}`)
    const envelope = {
      Type: 'Notification',
      MessageId: randomUUID(),
      TopicArn: topicArn,
      Message: message,
      Timestamp: at.toISOString(),
    }
    await Promise.all(queues.map(({ Endpoint }) => deliver(Endpoint, [JSON.stringify(envelope)])))
  }
}
