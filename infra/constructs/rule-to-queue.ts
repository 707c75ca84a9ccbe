import { Duration } from 'aws-cdk-lib'
import { type EventPattern, type IEventBusRef, Rule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'

export interface RuleToQueueProps {
  readonly bus: IEventBusRef
  readonly pattern: EventPattern
  readonly description: string
  readonly queue: IQueue
  /** Takes events that the queue did not, after a day of attempts. */
  readonly undeliverable: IQueue
}

/**
 * Carries events from a bus to a queue of another stack. The queues are known by ARN only: CDK would write the rule
 * into their policies, and so tie the stacks in a circle. The messaging stack permits the account's rules instead.
 */
export class RuleToQueue extends Construct {
  readonly rule: Rule

  constructor(scope: Construct, id: string, props: RuleToQueueProps) {
    super(scope, id)
    const target = new SqsQueue(Queue.fromQueueArn(this, 'Queue', props.queue.queueArn), {
      deadLetterQueue: Queue.fromQueueArn(this, 'Undeliverable', props.undeliverable.queueArn),
      maxEventAge: Duration.days(1),
      retryAttempts: 185,
    })
    this.rule = new Rule(this, 'Rule', {
      eventBus: props.bus,
      description: props.description,
      eventPattern: props.pattern,
      targets: [target],
    })
  }
}
