import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import type { Counters } from '#shared/ports/counters.ts'

/** Everything Bellwether counts stands under this CloudWatch namespace. */
const NAMESPACE = 'Bellwether'

type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR'

/** @param service name of the function's folder */
export const createLogger = (service: string, logLevel: LogLevel): Logger =>
  new Logger({ serviceName: service, logLevel })

/** @param service name of the function's folder */
export const createMetrics = (service: string): Metrics =>
  new Metrics({ namespace: NAMESPACE, serviceName: service })

/** Counts into Powertools' metrics, which its middleware writes out at the end of each invocation. */
export const countersOf = (metrics: Metrics): Counters => ({
  count: (metric, by = 1) => {
    metrics.addMetric(metric, MetricUnit.Count, by)
  },
})
