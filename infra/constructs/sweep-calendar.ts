import { Duration } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { sweepCalendarEnv } from '#functions/sweep-calendar/env.ts'
import { BellwetherFunction } from '#infra/constructs/bellwether-function.ts'
import { allowIndex, allowItems, allowSend } from '#infra/constructs/grants.ts'
import type { DataStack } from '#infra/stacks/data-stack.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'
import { SWEEP_TIMEOUT } from '#infra/timeouts.ts'
import { SWEEP_CURSOR_KEY } from '#shared/tables/campaigns.ts'
import type { customersTable } from '#shared/tables/customers.ts'

const byCalendar: keyof typeof customersTable.indexes = 'byCalendar'

/** Finds what is due today. A tick that is an hour old says nothing new: the next one catches up. */
export class SweepCalendar extends Construct {
  readonly function: BellwetherFunction<typeof sweepCalendarEnv>

  constructor(scope: Construct, id: string, data: DataStack, messaging: MessagingStack) {
    super(scope, id)
    this.function = new BellwetherFunction(this, 'SweepCalendar', {
      name: 'sweep-calendar',
      schema: sweepCalendarEnv,
      timeout: SWEEP_TIMEOUT,
      memorySize: 512,
      environment: {
        CUSTOMERS_TABLE: data.customers.table.tableName,
        CAMPAIGNS_TABLE: data.campaigns.table.tableName,
        CALENDAR_QUEUE_URL: messaging.calendar.queue.queueUrl,
      },
      deadLetterQueue: messaging.undeliverable,
    })
    this.tickHourly(messaging.undeliverable)
    this.permit(data, messaging)
  }

  private tickHourly(undeliverable: Queue): void {
    // By its ARN only: CDK would write the rule into the queue's policy, and so tie the stacks in a circle.
    const deadLetterQueue = Queue.fromQueueArn(this, 'Undeliverable', undeliverable.queueArn)
    new Rule(this, 'Hourly', {
      description: 'Bellwether: looks for birthdays and expiring cards',
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [
        new LambdaFunction(this.function.lambda, {
          deadLetterQueue,
          maxEventAge: Duration.hours(1),
          retryAttempts: 3,
        }),
      ],
    })
  }

  private permit(data: DataStack, messaging: MessagingStack): void {
    const { role } = this.function
    allowIndex(role, data.customers, byCalendar)
    allowItems(role, data.campaigns, ['GetItem', 'Query'])
    // The only thing it may change there is how far it has come.
    allowItems(role, data.campaigns, ['PutItem'], {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [SWEEP_CURSOR_KEY.collection] },
    })
    allowSend(role, messaging.calendar.queue)
    allowSend(role, messaging.undeliverable)
  }
}
