import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib'
import { type IEventBusRef, type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose'
import { Key } from 'aws-cdk-lib/aws-kms'
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { bankEventPattern } from '#infra/constructs/event-patterns.ts'

/** How long a day can be simulated; what the routes say of it stands in shared/use-cases/simulations. */
const KEPT = Duration.days(30)

/** What the names of the archive's files begin with; the day follows. */
export const EVENTS_PREFIX = 'events/'

/** Firehose writes a file when one of them is reached: few files, and yesterday is whole soon after midnight. */
const BUFFER = { intervalInSeconds: 300, sizeInMBs: 64 }

export interface RecordedEventsProps {
  readonly bus: IEventBusRef
  /** Takes events that the stream did not, after a day of attempts. */
  readonly undeliverable: IQueue
}

/**
 * Everything that the bank publishes, as gzipped files of one event a line under the day on which it came, for
 * simulations. EventBridge's own archive can only be replayed onto the bus, where everything would happen again.
 */
export class RecordedEvents extends Construct {
  /** Events carry contact data: no other key opens them. */
  readonly key: Key
  readonly bucket: Bucket
  readonly stream: CfnDeliveryStream

  constructor(scope: Construct, id: string, { bus, undeliverable }: RecordedEventsProps) {
    super(scope, id)
    this.key = new Key(this, 'Key', {
      description: 'Bellwether: what the bank published, kept for simulations',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    this.bucket = this.ownBucket()
    this.stream = this.deliveryStream()
    new Rule(this, 'Rule', {
      eventBus: bus,
      description: 'Bellwether: every event of the bank, for simulations',
      eventPattern: bankEventPattern,
      targets: [this.target(undeliverable)],
    })
  }

  private ownBucket(): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      lifecycleRules: [{ expiration: KEPT, abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy: RemovalPolicy.RETAIN,
    })
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason:
        'One stream writes it and one function reads it. A bank that wants each read on record turns on data events of CloudTrail for it; a log bucket of its own would hold nothing else.',
    })
    return bucket
  }

  private deliveryStream(): CfnDeliveryStream {
    const role = new Role(this, 'StreamRole', { assumedBy: new ServicePrincipal('firehose.amazonaws.com') })
    role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }))
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
        resources: [this.bucket.arnForObjects('*')],
      }),
    )
    role.addToPolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [this.key.keyArn],
      }),
    )
    Validations.of(role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::<RecordedBucket041F4D76.Arn>/*]',
      reason: 'The bucket holds nothing but the files that this stream writes.',
    })
    const stream = new CfnDeliveryStream(this, 'Stream', {
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: {
        keyType: 'CUSTOMER_MANAGED_CMK',
        keyArn: this.key.keyArn,
      },
      extendedS3DestinationConfiguration: {
        bucketArn: this.bucket.bucketArn,
        roleArn: role.roleArn,
        prefix: `${EVENTS_PREFIX}!{timestamp:yyyy/MM/dd}/`,
        errorOutputPrefix: 'errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/',
        compressionFormat: 'GZIP',
        bufferingHints: BUFFER,
        encryptionConfiguration: { kmsEncryptionConfig: { awskmsKeyArn: this.key.keyArn } },
        // EventBridge hands over events without anything between them.
        processingConfiguration: {
          enabled: true,
          processors: [
            {
              type: 'AppendDelimiterToRecord',
              parameters: [{ parameterName: 'Delimiter', parameterValue: '\\n' }],
            },
          ],
        },
      },
    })
    // A stream is refused whose role may not yet do what it needs.
    stream.node.addDependency(role)
    return stream
  }

  private target(undeliverable: IQueue): IRuleTarget {
    const role = new Role(this, 'RuleRole', { assumedBy: new ServicePrincipal('events.amazonaws.com') })
    role.addToPolicy(
      new PolicyStatement({
        actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'],
        resources: [this.stream.attrArn],
      }),
    )
    return {
      bind: () => ({
        arn: this.stream.attrArn,
        role,
        deadLetterConfig: { arn: undeliverable.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: Duration.days(1).toSeconds(), maximumRetryAttempts: 185 },
      }),
    }
  }
}
