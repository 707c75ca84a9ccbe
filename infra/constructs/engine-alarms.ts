import { Duration } from 'aws-cdk-lib'
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { AlarmTopic } from '#infra/constructs/alarm-topic.ts'
import {
  counted,
  failedShare,
  highest,
  hourWithoutRun,
  unconfirmedShare,
} from '#infra/constructs/engine-metrics.ts'
import { engineQueues } from '#infra/constructs/engine-queues.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'

export interface EngineFunctions {
  readonly ReactToEvents: IFunction
  readonly SweepCalendar: IFunction
  readonly ReleaseDue: IFunction
  readonly DeliverMessage: IFunction
  readonly RecordOutcome: IFunction
  readonly AttributeConversion: IFunction
  readonly ReceiveReply: IFunction
  readonly Unsubscribe: IFunction
  readonly PublishWebhooks: IFunction
  readonly SendWebhooks: IFunction
  readonly Api: IFunction
  readonly RunLaunch: IFunction
  readonly LaunchCampaigns: IFunction
}

const PERIOD = Duration.minutes(5)

/** Age of the oldest waiting message, in seconds: longer than all attempts at one bad message take. */
const OLD = 1200

/** So long something may be overdue before it is done, in seconds: ten ticks. */
const OVERDUE = 600

/** A circuit rests for less: while the provider is away, it is opened again within that. */
const REOPENED_WITHIN = Duration.minutes(15)

/** Share of failed deliveries, in percent. */
const MANY_FAILED = 5

/** Share of messages of which no word came, in percent: some carriers confirm less than all. */
const MANY_UNCONFIRMED = 10

/** What wakes somebody: work that waits, was set aside, failed, or did not happen at all. */
export class EngineAlarms extends Construct {
  private readonly alarms: AlarmTopic

  /** @param api the one of the bank's people; that of links to unsubscribe stands in the messaging stack */
  constructor(
    scope: Construct,
    id: string,
    messaging: MessagingStack,
    functions: EngineFunctions,
    api: HttpApi,
  ) {
    super(scope, id)
    this.alarms = new AlarmTopic(this, 'Alarms')
    for (const [name, { queue, deadLetters }] of Object.entries(engineQueues(messaging))) {
      this.watchQueue(name, queue)
      this.watchDeadLetters(name, deadLetters)
    }
    this.watchUndeliverable(messaging.undeliverable)
    for (const [name, lambda] of Object.entries(functions)) this.watchFunction(name, lambda)
    this.watchEvents()
    this.watchCampaigns()
    this.watchSweep(functions.SweepCalendar)
    this.watchDueWork()
    this.watchCampaignWork()
    this.watchDelivery()
    this.watchReconciliation()
    this.watchComplaints()
    this.watchUnsubscribing(messaging)
    this.watchWebhooks(functions.PublishWebhooks)
    this.watchApi(api)
  }

  /** All of them, for the dashboard. */
  get raised(): readonly Alarm[] {
    return this.alarms.raised
  }

  private watchQueue(name: string, queue: Queue): void {
    this.alarms.raise(`${name}Old`, {
      heading: 'old-messages',
      says: `Messages of the queue ${name} wait for more than ${OLD / 60} minutes.`,
      metric: queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, statistic: 'Maximum' }),
      above: OLD,
    })
  }

  private watchDeadLetters(name: string, deadLetters: Queue): void {
    this.alarms.raise(`${name}DeadLetters`, {
      heading: 'dead-letters',
      says: `Messages of the queue ${name} failed in every attempt and were set aside.`,
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' }),
      above: 0,
    })
  }

  private watchUndeliverable(undeliverable: Queue): void {
    this.alarms.raise('Undeliverable', {
      heading: 'undeliverable-events',
      says: 'EventBridge could not hand over events, or the sweep failed in every attempt.',
      metric: undeliverable.metricApproximateNumberOfMessagesVisible({
        period: PERIOD,
        statistic: 'Maximum',
      }),
      above: 0,
    })
  }

  private watchFunction(name: string, lambda: IFunction): void {
    this.alarms.raise(`${name}Errors`, {
      heading: 'function-errors',
      says: `The function ${name} fails as a whole.`,
      metric: lambda.metricErrors({ period: PERIOD, statistic: 'Sum' }),
      above: 0,
      periods: 2,
    })
    this.alarms.raise(`${name}Throttles`, {
      heading: 'function-throttles',
      says: `The function ${name} is not let run as often as it should.`,
      metric: lambda.metricThrottles({ period: PERIOD, statistic: 'Sum' }),
      above: 0,
      periods: 3,
    })
  }

  private watchEvents(): void {
    this.alarms.raise('EventsParked', {
      heading: 'events-parked',
      says: 'Events of the bank were refused and parked.',
      metric: counted('react-to-events', 'EventsParked'),
      above: 0,
    })
  }

  private watchCampaigns(): void {
    this.alarms.raise('UnusableCampaigns', {
      heading: 'unusable-campaigns',
      says: 'A campaign or its version cannot be read, and nothing is decided for it.',
      metric: counted('react-to-events', 'UnusableCampaigns'),
      above: 0,
    })
  }

  private watchSweep(lambda: IFunction): void {
    this.alarms.raise('SweepNotRun', {
      heading: 'sweep-not-run',
      says: 'The calendar has not been swept for 3 hours.',
      metric: hourWithoutRun(lambda),
      above: 0,
      periods: 3,
      silenceIsBad: true,
    })
  }

  private watchDueWork(): void {
    this.alarms.raise('DueWorkWaits', {
      heading: 'due-work-waits',
      says: `Held messages, lost ones or overdue tasks wait for more than ${OVERDUE / 60} minutes, or nobody looks for them.`,
      metric: highest('release-due', 'DueWorkAge'),
      above: OVERDUE,
      periods: 3,
      silenceIsBad: true,
    })
  }

  /** docs/adr/0023-schedules.md. */
  private watchCampaignWork(): void {
    this.alarms.raise('CampaignWorkWaits', {
      heading: 'campaign-work-waits',
      says: `Dates to go live, occurrences of schedules or launches wait for more than ${OVERDUE / 60} minutes, or nobody looks for them.`,
      metric: highest('launch-campaigns', 'CampaignWorkAge'),
      above: OVERDUE,
      periods: 3,
      silenceIsBad: true,
    })
    this.alarms.raise('LaunchPartsRequeued', {
      heading: 'campaign-work-waits',
      says: 'Parts of a launch were not being worked on, and were queued again.',
      metric: counted('launch-campaigns', 'LaunchPartsRequeued'),
      above: 0,
    })
  }

  private watchDelivery(): void {
    this.alarms.raise('DeliveryFailures', {
      heading: 'delivery-failures',
      says: `More than ${MANY_FAILED} % of the messages of an hour could not be delivered.`,
      metric: failedShare(),
      above: MANY_FAILED,
    })
    this.alarms.raise('MessagesInDoubt', {
      heading: 'messages-in-doubt',
      says: 'Nobody knows of some messages whether the provider sent them.',
      metric: counted('deliver-message', 'MessagesInDoubt'),
      above: 0,
    })
    this.alarms.raise('CircuitOpened', {
      heading: 'circuit-open',
      says: 'A provider takes nothing any more, and its channel rests; messages are held meanwhile.',
      metric: counted('deliver-message', 'CircuitOpened', REOPENED_WITHIN),
      above: 0,
    })
  }

  /** docs/adr/0020-reconciliation.md. */
  private watchReconciliation(): void {
    this.alarms.raise('MessagesRequeued', {
      heading: 'messages-requeued',
      says: 'Messages were not on their way a quarter of an hour after they were queued, and were queued again.',
      metric: counted('release-due', 'MessagesRequeued'),
      above: 0,
    })
    this.alarms.raise('MessagesUnconfirmed', {
      heading: 'messages-unconfirmed',
      says: `Of more than ${MANY_UNCONFIRMED} % of the messages the provider has not said for 3 days what became of them.`,
      metric: unconfirmedShare(),
      above: MANY_UNCONFIRMED,
    })
  }

  private watchWebhooks(publishing: IFunction): void {
    this.alarms.raise('WebhooksLate', {
      heading: 'webhooks-late',
      says: `The bank's systems hear of messages and tasks more than ${OVERDUE / 60} minutes late.`,
      metric: publishing.metric('IteratorAge', { period: PERIOD, statistic: 'Maximum' }),
      above: OVERDUE * 1000,
    })
    this.alarms.raise('WebhooksUnreadable', {
      heading: 'webhooks-late',
      says: 'A message or task in the journal cannot be read, and no system of the bank hears of it.',
      metric: counted('publish-webhooks', 'WebhooksUnreadable'),
      above: 0,
    })
  }

  /** RULES 5. */
  private watchComplaints(): void {
    this.alarms.raise('ComplaintRateWarnings', {
      heading: 'complaint-rate',
      says: 'More than 0.1 % of those who got a campaign complained about it.',
      metric: counted('record-outcome', 'ComplaintRateWarnings'),
      above: 0,
    })
    this.alarms.raise('CampaignsPaused', {
      heading: 'complaint-rate',
      says: 'A campaign was paused: 0.25 % of at least 1,000 who got it complained.',
      metric: counted('record-outcome', 'CampaignsPaused'),
      above: 0,
    })
  }

  /** API Gateway's own count: it knows also of requests that never reached the function. */
  private watchUnsubscribing({ unsubscribe }: MessagingStack): void {
    this.alarms.raise('UnsubscribeFailures', {
      heading: 'unsubscribe-failures',
      says: 'Customers tried to unsubscribe and could not.',
      metric: unsubscribe.api.metricServerError({ period: PERIOD, statistic: 'Sum' }),
      above: 0,
    })
  }

  /** As above; a single failure of a person's request is theirs to repeat. */
  private watchApi(api: HttpApi): void {
    this.alarms.raise('ApiFailures', {
      heading: 'api-failures',
      says: 'Requests of the bank’s people fail, for which they can do nothing.',
      metric: api.metricServerError({ period: PERIOD, statistic: 'Sum' }),
      above: 0,
      periods: 2,
    })
  }
}
