import type { SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod/mini'
import type { BusRule, Deliver } from '#infra/local/event-bus.ts'
import { compileEventPattern } from '#infra/local/event-pattern.ts'
import { EventSource } from '#infra/local/event-source.ts'
import type { LocalFunction } from '#infra/local/lambda.ts'
import { type Deployment, type Resource, readProperties } from '#infra/local/template.ts'

const ruleProperties = z.strictObject({
  Name: z.optional(z.string()),
  Description: z.optional(z.unknown()),
  EventBusName: z._default(z.string(), 'default'),
  EventPattern: z.optional(z.unknown()),
  ScheduleExpression: z.optional(z.string()),
  State: z._default(z.enum(['ENABLED', 'DISABLED']), 'ENABLED'),
  Targets: z._default(
    z.array(
      z.strictObject({
        Arn: z.string(),
        Id: z.string(),
        // A local target does not refuse, so there is nothing to retry.
        DeadLetterConfig: z.optional(z.unknown()),
        RetryPolicy: z.optional(z.unknown()),
      }),
    ),
    [],
  ),
})

/** A schedule of the template, with the ARN of its target. */
export interface Schedule {
  readonly name: string
  readonly expression: string
  readonly target: string
}

/** The template's rules, sorted into those that match events and those that follow a schedule. */
export function readRules(
  deployment: Deployment,
  isTarget: (arn: string) => boolean,
): { readonly rules: readonly BusRule[]; readonly schedules: readonly Schedule[] } {
  const rules: BusRule[] = []
  const schedules: Schedule[] = []
  for (const resource of deployment.resources('AWS::Events::Rule')) {
    const properties = readProperties(resource, ruleProperties)
    if (properties.State === 'DISABLED') continue
    const targets = properties.Targets.map(({ Arn, Id }) => ({ arn: Arn, id: Id }))
    for (const { arn } of targets) if (!isTarget(arn)) refuseTarget(resource, arn)
    if (properties.EventPattern !== undefined) {
      const busName = properties.EventBusName.split('/').at(-1) ?? ''
      const matches = compileEventPattern(properties.EventPattern)
      rules.push({ name: resource.name, busName, matches, targets })
    }
    const expression = properties.ScheduleExpression
    if (expression !== undefined)
      schedules.push(...targets.map(({ arn }) => ({ name: resource.name, expression, target: arn })))
  }
  return { rules, schedules }
}

function refuseTarget({ stack, logicalId }: Resource, arn: string): never {
  throw new Error(`${stack.name}/${logicalId}: a rule's target must be a queue or a function, not ${arn}`)
}

/** Rule targets: functions are invoked event by event, queues take what is left. */
export const deliverTo =
  (functions: readonly LocalFunction[], toQueue: Deliver): Deliver =>
  async (targetArn, bodies) => {
    const target = functions.find(({ definition }) => definition.arn === targetArn)
    if (target === undefined) return toQueue(targetArn, bodies)
    await Promise.all(bodies.map((body) => target.invoke(JSON.parse(body))))
  }

const mappingProperties = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z._default(z.number(), 10),
  MaximumBatchingWindowInSeconds: z._default(z.number(), 0),
  FunctionResponseTypes: z._default(z.array(z.literal('ReportBatchItemFailures')), []),
  ScalingConfig: z.optional(z.strictObject({ MaximumConcurrency: z.number() })),
  Enabled: z._default(z.boolean(), true),
  Tags: z.optional(z.unknown()),
})

/** How many batches of one mapping may be under way where the template sets no limit. */
const DEFAULT_CONCURRENCY = 2

/** Starts polling for every enabled mapping. @returns the sources, and the ARNs of the queues they empty */
export function startEventSources(options: {
  readonly deployment: Deployment
  readonly functions: readonly LocalFunction[]
  readonly client: SQSClient
  readonly queueUrls: Readonly<Record<string, string>>
  readonly onError: (functionName: string, error: unknown) => void
}): { readonly sources: readonly EventSource[]; readonly queueArns: readonly string[] } {
  const mappings = options.deployment
    .resources('AWS::Lambda::EventSourceMapping')
    .map((resource) => ({ resource, ...readProperties(resource, mappingProperties) }))
    .filter(({ Enabled }) => Enabled)
  const sources = mappings.map(({ resource, ...mapping }) => {
    const consumer = options.functions.find(
      ({ definition }) => definition.name === mapping.FunctionName || definition.arn === mapping.FunctionName,
    )
    const queueUrl = options.queueUrls[mapping.EventSourceArn]
    if (consumer === undefined || queueUrl === undefined)
      throw new Error(
        `${resource.stack.name}/${resource.logicalId}: only a queue can feed a function locally`,
      )
    return new EventSource({
      client: options.client,
      queueUrl,
      queueArn: mapping.EventSourceArn,
      batchSize: mapping.BatchSize,
      windowSeconds: mapping.MaximumBatchingWindowInSeconds,
      concurrency: Math.min(
        mapping.ScalingConfig?.MaximumConcurrency ?? DEFAULT_CONCURRENCY,
        DEFAULT_CONCURRENCY,
      ),
      reportsItemFailures: mapping.FunctionResponseTypes.length > 0,
      invoke: (event) => consumer.invoke(event),
      onError: (error) => options.onError(consumer.definition.name, error),
    })
  })
  return { sources, queueArns: mappings.map(({ EventSourceArn }) => EventSourceArn) }
}
