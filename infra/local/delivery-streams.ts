import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import * as z from 'zod/mini'
import type { Deliver } from '#infra/local/event-bus.ts'
import type { LocalSqs } from '#infra/local/sqs.ts'
import { type Deployment, type Resource, readProperties } from '#infra/local/template.ts'

const streamProperties = z.strictObject({
  DeliveryStreamName: z.optional(z.string()),
  DeliveryStreamType: z.literal('DirectPut'),
  ExtendedS3DestinationConfiguration: z.strictObject({
    BucketARN: z.string(),
    Prefix: z.string(),
    CompressionFormat: z.literal('GZIP'),
    ProcessingConfiguration: z.strictObject({
      Enabled: z.literal(true),
      Processors: z.tuple([
        z.strictObject({
          Type: z.literal('AppendDelimiterToRecord'),
          Parameters: z.tuple([
            z.strictObject({ ParameterName: z.literal('Delimiter'), ParameterValue: z.literal('\\n') }),
          ]),
        }),
      ]),
    }),
    // Nothing waits and nothing fails here.
    BufferingHints: z.optional(z.unknown()),
    ErrorOutputPrefix: z.optional(z.unknown()),
    EncryptionConfiguration: z.optional(z.unknown()),
    RoleARN: z.optional(z.unknown()),
  }),
  DeliveryStreamEncryptionConfigurationInput: z.optional(z.unknown()),
  Tags: z.optional(z.unknown()),
})

const bucketProperties = z.strictObject({
  BucketName: z.optional(z.string()),
  BucketEncryption: z.optional(z.unknown()),
  LifecycleConfiguration: z.optional(z.unknown()),
  PublicAccessBlockConfiguration: z.optional(z.unknown()),
  Tags: z.optional(z.unknown()),
})

const TIMESTAMP = '!{timestamp:yyyy/MM/dd}'

const prefixOf = (resource: Resource, prefix: string): ((now: Date) => string) => {
  const rest = prefix.replace(TIMESTAMP, '')
  if (rest.includes('!{'))
    throw new Error(`${resource.stack.name}/${resource.logicalId}: only ${TIMESTAMP} is known in a prefix`)
  return (now) => prefix.replace(TIMESTAMP, now.toISOString().slice(0, 10).replaceAll('-', '/'))
}

/** Creates the template's buckets, where they are not there from an earlier run. */
export const createBuckets = (sqs: LocalSqs, deployment: Deployment): void => {
  for (const resource of deployment.resources('AWS::S3::Bucket')) {
    readProperties(resource, bucketProperties)
    sqs.ensureBucket(resource.ref)
  }
}

/**
 * The template's Data Firehose streams: what comes at once is one file in the stream's bucket, at once.
 * @param isRecording false where nobody will look at it, as in a replay
 * @returns by the stream's ARN, what hands events over to it
 */
export const createDeliveryStreams = (
  sqs: Pick<LocalSqs, 'putObject'>,
  deployment: Deployment,
  now: () => Date,
  isRecording: boolean,
): ReadonlyMap<string, (bodies: readonly string[]) => void> => {
  const bucketByArn = new Map(deployment.resources('AWS::S3::Bucket').map(({ arn, ref }) => [arn, ref]))
  return new Map(
    deployment.resources('AWS::KinesisFirehose::DeliveryStream').map((resource) => {
      const { ExtendedS3DestinationConfiguration: to } = readProperties(resource, streamProperties)
      const bucket = bucketByArn.get(to.BucketARN)
      if (bucket === undefined)
        throw new Error(`${resource.logicalId} writes to ${to.BucketARN}, which is no bucket`)
      const prefixAt = prefixOf(resource, to.Prefix)
      let written = 0
      const write = (bodies: readonly string[]): void => {
        if (!isRecording) return
        const at = now()
        // As Firehose names its files: they sort by time, and here in the order of their writing.
        const name = `${at.toISOString().replace(/[:.]/g, '-')}-${String(++written).padStart(9, '0')}-${randomUUID()}.gz`
        sqs.putObject(bucket, prefixAt(at) + name, gzipSync(bodies.map((body) => `${body}\n`).join('')))
      }
      return [resource.arn, write]
    }),
  )
}

/** Hands events to a stream where the target is one, and else on. */
export const deliverToStreams =
  (streams: ReturnType<typeof createDeliveryStreams>, otherwise: Deliver): Deliver =>
  async (targetArn, bodies) => {
    const write = streams.get(targetArn)
    if (write) write(bodies)
    else await otherwise(targetArn, bodies)
  }
