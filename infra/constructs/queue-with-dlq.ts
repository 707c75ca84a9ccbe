import { Duration, Validations } from 'aws-cdk-lib'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
} from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'

/** SQS keeps what nobody could use for as long as it can. */
const DEAD_LETTER_RETENTION = Duration.days(14)

/** Shorter than that of dead letters: a message's age goes on counting when it is set aside. */
const RETENTION = Duration.days(7)

/** Receives before a message is set aside: enough to outlive a short outage of a table. A provider's uses up none. */
const MAX_RECEIVE_COUNT = 5

export interface QueueWithDlqProps {
  /** Timeout of the function that reads the queue. */
  readonly consumerTimeout: Duration
  /** How long the consumer gathers a batch. @default none */
  readonly batchWindow?: Duration
  /** Key for queues whose messages carry PII. @default encrypted with a key of SQS */
  readonly key?: IKey
  /** Messages of a group are handed out in their order, one batch of it at a time. @default false */
  readonly fifo?: boolean
  /** Receives before a message is set aside. @default 5 */
  readonly maxReceiveCount?: number
}

const encryption = (key: IKey | undefined): Pick<QueueProps, 'encryption' | 'encryptionMasterKey'> =>
  key === undefined
    ? { encryption: QueueEncryption.SQS_MANAGED }
    : { encryption: QueueEncryption.KMS, encryptionMasterKey: key }

/** Repetitions are told apart, and throughput is counted, by group: so a queue takes as much as any other. */
const order = (fifo: boolean | undefined): QueueProps =>
  fifo === true
    ? {
        fifo,
        deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
        fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      }
    : {}

/** A queue where messages end that nobody could deliver or use. */
export const deadLetterQueue = (scope: Construct, id: string, key?: IKey, fifo?: boolean): Queue => {
  const queue = new Queue(scope, id, {
    ...encryption(key),
    ...order(fifo),
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
    this.deadLetters = deadLetterQueue(this, 'DeadLetters', props.key, props.fifo)
    this.queue = new Queue(this, 'Queue', {
      ...encryption(props.key),
      ...order(props.fifo),
      enforceSSL: true,
      retentionPeriod: RETENTION,
      visibilityTimeout: Duration.seconds(6 * props.consumerTimeout.toSeconds() + window.toSeconds()),
      deadLetterQueue: {
        queue: this.deadLetters,
        maxReceiveCount: props.maxReceiveCount ?? MAX_RECEIVE_COUNT,
      },
    })
  }
}
