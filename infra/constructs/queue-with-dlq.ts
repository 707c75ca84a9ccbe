import { Duration, Validations } from 'aws-cdk-lib'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'

/** SQS keeps what nobody could use for as long as it can. */
const DEAD_LETTER_RETENTION = Duration.days(14)

/** Shorter than that of dead letters: a message's age goes on counting when it is set aside. */
const RETENTION = Duration.days(7)

/** Receives before a message is set aside: enough to outlive a short outage of a provider or a table. */
const MAX_RECEIVE_COUNT = 5

export interface QueueWithDlqProps {
  /** Timeout of the function that reads the queue. */
  readonly consumerTimeout: Duration
  /** How long the consumer gathers a batch. @default none */
  readonly batchWindow?: Duration
  /** Key for queues whose messages carry PII. @default encrypted with a key of SQS */
  readonly key?: IKey
}

const encryption = (key: IKey | undefined): Pick<QueueProps, 'encryption' | 'encryptionMasterKey'> =>
  key === undefined
    ? { encryption: QueueEncryption.SQS_MANAGED }
    : { encryption: QueueEncryption.KMS, encryptionMasterKey: key }

/** A queue where messages end that nobody could deliver or use. */
export const deadLetterQueue = (scope: Construct, id: string, key?: IKey): Queue => {
  const queue = new Queue(scope, id, {
    ...encryption(key),
    enforceSSL: true,
    retentionPeriod: DEAD_LETTER_RETENTION,
  })
  Validations.of(queue).acknowledge({
    id: 'Serverless::Serverless-SQSRedrivePolicy',
    reason: 'It is the end of the line: people read it, no function does, so nothing can fail here.',
  })
  return queue
}

/**
 * A queue read by one function, and its dead-letter queue. A message stays invisible for six timeouts of its
 * consumer (what AWS asks for), so that a throttled poller never hands it out twice at the same time.
 */
export class QueueWithDlq extends Construct {
  readonly queue: Queue
  readonly deadLetters: Queue

  constructor(scope: Construct, id: string, props: QueueWithDlqProps) {
    super(scope, id)
    const window = props.batchWindow ?? Duration.seconds(0)
    this.deadLetters = deadLetterQueue(this, 'DeadLetters', props.key)
    this.queue = new Queue(this, 'Queue', {
      ...encryption(props.key),
      enforceSSL: true,
      retentionPeriod: RETENTION,
      visibilityTimeout: Duration.seconds(6 * props.consumerTimeout.toSeconds() + window.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVE_COUNT },
    })
  }
}
