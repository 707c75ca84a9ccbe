import { Duration } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'

export interface EveryMinuteProps {
  readonly lambda: IFunction
  readonly description: string
  /** Where a tick goes that could not be handed over. */
  readonly undeliverable: Queue
}

/** Calls a function once a minute. A tick that is late is given up: the next one does what it would have done. */
export const everyMinute = (
  scope: Construct,
  { lambda, description, undeliverable }: EveryMinuteProps,
): Rule =>
  new Rule(scope, 'EveryMinute', {
    description,
    schedule: Schedule.rate(Duration.minutes(1)),
    targets: [
      new LambdaFunction(lambda, {
        // By its ARN only: CDK would write the rule into the queue's policy, and so tie the stacks in a circle.
        deadLetterQueue: Queue.fromQueueArn(scope, 'Undeliverable', undeliverable.queueArn),
        maxEventAge: Duration.minutes(1),
        retryAttempts: 1,
      }),
    ],
  })
