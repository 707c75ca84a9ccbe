import { Duration } from 'aws-cdk-lib'
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { FunctionName } from '#infra/constructs/bellwether-function.ts'

const PERIOD = Duration.minutes(5)
const LONG_PERIOD = Duration.hours(1)
const DAY = Duration.days(1)

/** Below it one bad address would already be a large share. Messages per hour. */
const SHARE_NEEDS = 20

const metricOf =
  (statistic: 'Sum' | 'Maximum') =>
  (service: FunctionName, metricName: string, period = PERIOD): Metric =>
    new Metric({ namespace: 'Bellwether', metricName, dimensionsMap: { service }, statistic, period })

/** A counter that a function writes; Powertools gives it the dimension `service`. */
export const counted = metricOf('Sum')

/** The highest of what a function's runs reported. */
export const highest = metricOf('Maximum')

/** Messages that a provider or our own checks turned down, in percent of what was tried; 0 while few were tried. */
export const failedShare = (): IMetric =>
  new MathExpression({
    label: 'failed deliveries, %',
    expression: `IF(FILL(sent, 0) + FILL(failed, 0) >= ${SHARE_NEEDS}, 100 * FILL(failed, 0) / (FILL(sent, 0) + FILL(failed, 0)), 0)`,
    usingMetrics: {
      sent: counted('deliver-message', 'MessagesSent', LONG_PERIOD),
      failed: counted('deliver-message', 'MessagesFailed', LONG_PERIOD),
    },
    period: LONG_PERIOD,
  })

/**
 * Messages of which no provider's word came, in percent of what was sent on the day on which that was written down: not of
 * those sent with them, three days earlier, which does where sending goes on. 0 while few were sent.
 */
export const unconfirmedShare = (): IMetric =>
  new MathExpression({
    label: 'unconfirmed messages, %',
    expression: `IF(FILL(sent, 0) + FILL(unconfirmed, 0) >= ${SHARE_NEEDS}, 100 * FILL(unconfirmed, 0) / (FILL(sent, 0) + FILL(unconfirmed, 0)), 0)`,
    usingMetrics: {
      sent: counted('deliver-message', 'MessagesSent', DAY),
      unconfirmed: counted('release-due', 'MessagesUnconfirmed', DAY),
    },
    period: DAY,
  })

/** 1 for an hour without a good run, else 0: with `FILL` also hours count in which nothing was reported at all. */
export const hourWithoutRun = (lambda: IFunction): IMetric =>
  new MathExpression({
    label: 'hours without a good run',
    expression: 'IF(FILL(runs, 0) - FILL(errors, 0) < 1, 1, 0)',
    usingMetrics: {
      runs: lambda.metricInvocations({ period: LONG_PERIOD, statistic: 'Sum' }),
      errors: lambda.metricErrors({ period: LONG_PERIOD, statistic: 'Sum' }),
    },
    period: LONG_PERIOD,
  })
