import { Duration } from 'aws-cdk-lib'
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  PeriodOverride,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { FunctionName } from '#infra/constructs/bellwether-function.ts'
import type { EngineFunctions } from '#infra/constructs/engine-alarms.ts'
import { type CounterGroup, counterGroups } from '#infra/constructs/engine-counters.ts'
import { counted, failedShare, highest } from '#infra/constructs/engine-metrics.ts'
import { engineQueues } from '#infra/constructs/engine-queues.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'

const PERIOD = Duration.minutes(5)

/** Of 24 columns: three graphs side by side. */
const THIRD = 8

const HEIGHT = 7

/** Beyond it a function's slowest runs are near its time's end; single slow ones do not matter. */
const SLOWEST = 'p99'

export interface EngineDashboardProps {
  readonly messaging: MessagingStack
  readonly functions: EngineFunctions
  /** The one of the bank's people. */
  readonly api: HttpApi
  readonly alarms: readonly Alarm[]
}

const graph = (title: string, left: readonly IMetric[], label: string): GraphWidget =>
  new GraphWidget({
    title,
    left: [...left],
    leftYAxis: { label, min: 0, showUnits: false },
    width: THIRD,
    height: HEIGHT,
  })

/** Two functions may count the same: then the name alone would not tell. */
const labelOf = (service: FunctionName, counter: string, { counters }: CounterGroup): string => {
  const countedBy = Object.values(counters).filter((names) => names.includes(counter))
  return countedBy.length > 1 ? `${counter} (${service})` : counter
}

const counterGraph = (group: CounterGroup): IWidget => {
  const metrics = Object.entries(group.counters).flatMap(([name, counters]) => {
    const service = name as FunctionName
    return counters.map((counter) =>
      counted(service, counter).with({ label: labelOf(service, counter, group) }),
    )
  })
  return graph(group.title, metrics, 'in 5 minutes')
}

/** What came to an API, and what of it failed. */
const requests = (title: string, api: HttpApi): IWidget => {
  const sum = { period: PERIOD, statistic: 'Sum' }
  const failed = api.metricServerError({ ...sum, label: 'answered 5xx' })
  return graph(title, [api.metricCount({ ...sum, label: 'requests' }), failed], 'in 5 minutes')
}

/**
 * What an operator looks at first: the alarms, then the way of an event from the left to the right and from the top to
 * the bottom, then queues and functions. Whatever raises an alarm is seen here.
 */
export class EngineDashboard extends Construct {
  readonly dashboard: Dashboard

  constructor(scope: Construct, id: string, { messaging, functions, api, alarms }: EngineDashboardProps) {
    super(scope, id)
    this.dashboard = new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.hours(3),
      periodOverride: PeriodOverride.INHERIT,
    })
    this.dashboard.addWidgets(...this.heading(alarms))
    this.inRows([
      ...counterGroups.map(counterGraph),
      requests('Unsubscribe page', messaging.unsubscribe.api),
      requests('API', api),
      ...this.late(functions),
      ...this.queues(messaging),
      ...this.functions(functions),
    ])
  }

  private inRows(widgets: readonly IWidget[]): void {
    for (let first = 0; first < widgets.length; first += 3)
      this.dashboard.addWidgets(...widgets.slice(first, first + 3))
  }

  private heading(alarms: readonly Alarm[]): IWidget[] {
    return [
      new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 2 * THIRD, height: HEIGHT }),
      new TextWidget({
        markdown: [
          '### What to do: `infra/RUNBOOK.md`, under the heading that the alarm names',
          '`npm run operate -- status --outputs outputs.json`: whether somebody stopped it',
          '`npm run redrive -- --outputs outputs.json`: what was set aside',
          '`npm run explain -- --customer ID --outputs outputs.json`: why somebody did, or did not, get a message',
        ].join('\n\n'),
        width: THIRD,
        height: HEIGHT,
      }),
    ]
  }

  /** What fails too often, or is late. */
  private late({ PublishWebhooks }: EngineFunctions): IWidget[] {
    const due = highest('release-due', 'DueWorkAge').with({ label: 'held messages and tasks, s overdue' })
    const campaigns = highest('launch-campaigns', 'CampaignWorkAge').with({ label: 'campaigns, s overdue' })
    const iterator = PublishWebhooks.metric('IteratorAge', { period: PERIOD, statistic: 'Maximum' })
    return [
      graph('Failed deliveries', [failedShare()], '% of an hour'),
      graph('Oldest due work', [due, campaigns], 'seconds'),
      graph('Journal to webhooks', [iterator.with({ label: 'age' })], 'milliseconds'),
    ]
  }

  private queues(messaging: MessagingStack): IWidget[] {
    const queues = Object.entries(engineQueues(messaging))
    const highestOf = { period: PERIOD, statistic: 'Maximum' }
    const waiting = (name: string, queue: Queue): IMetric =>
      queue.metricApproximateNumberOfMessagesVisible({ ...highestOf, label: name })
    const deadLetters = queues.map(([name, each]) => waiting(name, each.deadLetters))
    return [
      graph(
        'Waiting in queues',
        queues.map(([name, { queue }]) => waiting(name, queue)),
        'messages',
      ),
      graph(
        'Oldest in queues',
        queues.map(([name, { queue }]) =>
          queue.metricApproximateAgeOfOldestMessage({ ...highestOf, label: name }),
        ),
        'seconds',
      ),
      graph('Set aside', [...deadLetters, waiting('Undeliverable', messaging.undeliverable)], 'messages'),
    ]
  }

  private functions(functions: EngineFunctions): IWidget[] {
    const each = (metric: (lambda: IFunction, label: string) => IMetric): IMetric[] =>
      Object.entries(functions).map(([label, lambda]: [string, IFunction]) => metric(lambda, label))
    const sum = { period: PERIOD, statistic: 'Sum' }
    return [
      graph(
        'Function errors',
        each((lambda, label) => lambda.metricErrors({ ...sum, label })),
        'in 5 minutes',
      ),
      graph(
        'Function throttles',
        each((lambda, label) => lambda.metricThrottles({ ...sum, label })),
        'in 5 minutes',
      ),
      graph(
        'Function durations, slowest of a hundred',
        each((lambda, label) => lambda.metricDuration({ period: PERIOD, statistic: SLOWEST, label })),
        'milliseconds',
      ),
    ]
  }
}
