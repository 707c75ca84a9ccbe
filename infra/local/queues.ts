import * as z from 'zod/mini'
import type { LocalSqs } from '#infra/local/sqs.ts'
import { type Deployment, readProperties } from '#infra/local/template.ts'

const seconds = z.optional(z.number())

const queueProperties = z.strictObject({
  QueueName: z.optional(z.string()),
  VisibilityTimeout: seconds,
  DelaySeconds: seconds,
  MessageRetentionPeriod: seconds,
  ReceiveMessageWaitTimeSeconds: seconds,
  MaximumMessageSize: z.optional(z.number()),
  FifoQueue: z.optional(z.literal(true)),
  RedrivePolicy: z.optional(z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() })),
  // Without a meaning on one's own disk:
  // Repetitions are told apart in the whole queue, not in each group: their ids must differ there, too.
  DeduplicationScope: z.optional(z.unknown()),
  FifoThroughputLimit: z.optional(z.unknown()),
  KmsMasterKeyId: z.optional(z.unknown()),
  KmsDataKeyReusePeriodSeconds: z.optional(z.unknown()),
  RedriveAllowPolicy: z.optional(z.unknown()),
  SqsManagedSseEnabled: z.optional(z.unknown()),
  Tags: z.optional(z.unknown()),
})

const passedOn = [
  'VisibilityTimeout',
  'DelaySeconds',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'MaximumMessageSize',
  'FifoQueue',
] as const

/**
 * Creates the template's queues.
 * @param visibilityTimeoutSeconds instead of the template's, so that tests of retries need not wait minutes
 * @returns ARN → URL of all of them
 */
export function createQueues(
  sqs: LocalSqs,
  deployment: Deployment,
  visibilityTimeoutSeconds: number | undefined,
): Readonly<Record<string, string>> {
  const queues = deployment.resources('AWS::SQS::Queue')
  for (const queue of queues) {
    const properties = readProperties(queue, queueProperties)
    const attributes = passedOn.flatMap((name) => {
      const value = properties[name]
      return value === undefined ? [] : [[name, String(value)] as const]
    })
    sqs.ensureQueue(queue.name, queue.ref, {
      ...Object.fromEntries(attributes),
      ...(visibilityTimeoutSeconds !== undefined && { VisibilityTimeout: String(visibilityTimeoutSeconds) }),
      ...(properties.RedrivePolicy && { RedrivePolicy: JSON.stringify(properties.RedrivePolicy) }),
    })
  }
  return Object.fromEntries(queues.map((queue) => [queue.arn, queue.ref]))
}
