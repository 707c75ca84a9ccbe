import { logMetrics } from '@aws-lambda-powertools/metrics/middleware'
import middy from '@middy/core'
import type { Context } from 'aws-lambda'
import type * as z from 'zod/mini'
import { createMeteredClient } from '#shared/adapters/dynamodb/metered-client.ts'
import { createSettingsReader } from '#shared/adapters/dynamodb/settings-reader.ts'
import { capacityMetrics } from '#shared/lambda/capacity-metrics.ts'
import { type logLevelSchema, parseEnvironment } from '#shared/lambda/environment.ts'
import { countersOf, createLogger, createMetrics } from '#shared/lambda/observability.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'

/**
 * What every function is wired from, made once when its environment starts: variables, log, counters, and a client that
 * counts what it consumes.
 * @param service name of the function's folder
 * @throws Error naming every variable that is missing or wrong
 */
export const wireFunction = <Env extends { readonly LOG_LEVEL: z.output<typeof logLevelSchema> }>(
  service: string,
  schema: z.ZodMiniType<Env>,
) => {
  const env = parseEnvironment(schema, process.env)
  const log = createLogger(service, env.LOG_LEVEL)
  const metrics = createMetrics(service)
  const counters = countersOf(metrics)
  const { documentClient, client, take } = createMeteredClient()
  return {
    env,
    log,
    counters,
    documentClient,
    client,
    /** The settings alone; campaigns, too: `wireCampaigns`. @param cacheMs how long they are kept, in milliseconds */
    settingsReader: (tableName: string, cacheMs: number): Pick<CampaignStore, 'settings'> =>
      createSettingsReader({ documentClient, tableName, cacheMs, now: Date.now }),
    /** The handler that Lambda calls: after each invocation, what it counted and consumed is written out. */
    handle: <Event, Result>(handler: (event: Event, context: Context) => Promise<Result>) =>
      middy(handler).use(logMetrics(metrics)).use(capacityMetrics(take, counters)),
  }
}
