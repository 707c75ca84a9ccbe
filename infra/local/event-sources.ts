import * as z from 'zod/mini'
import { EventSource } from '#infra/local/event-source.ts'
import type { LocalFunction } from '#infra/local/lambda.ts'
import type { Stores } from '#infra/local/stores.ts'
import { type Resource, readProperties } from '#infra/local/template.ts'

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

/** How many batches of one mapping may be under way; a function has no more environments than that. */
const CONCURRENCY = 2

type Mapping = z.infer<typeof mappingProperties>

/**
 * Starts polling for the enabled mappings of some queues.
 * @param isMeant by a queue's ARN
 * @returns the sources, and the names of the queues they empty
 */
export function startEventSources(
  stores: Stores,
  functions: readonly LocalFunction[],
  isMeant: (queueArn: string) => boolean,
  onError: (functionName: string, error: unknown) => void,
): { readonly sources: readonly EventSource[]; readonly queueNames: readonly string[] } {
  const mappings = stores.deployment
    .resources('AWS::Lambda::EventSourceMapping')
    .map((resource) => ({ resource, mapping: readProperties(resource, mappingProperties) }))
    .filter(({ mapping }) => mapping.Enabled && isMeant(mapping.EventSourceArn))
  return {
    sources: mappings.map(({ resource, mapping }) =>
      startSource(resource, mapping, stores, functions, onError),
    ),
    queueNames: mappings.map(({ mapping }) => mapping.EventSourceArn.split(':').at(-1) ?? ''),
  }
}

function startSource(
  { stack, logicalId }: Resource,
  mapping: Mapping,
  { sqsClient, queueUrls }: Stores,
  functions: readonly LocalFunction[],
  onError: (functionName: string, error: unknown) => void,
): EventSource {
  const consumer = functions.find(({ definition }) =>
    [definition.name, definition.arn].includes(mapping.FunctionName),
  )
  const queueUrl = queueUrls[mapping.EventSourceArn]
  if (consumer === undefined || queueUrl === undefined)
    throw new Error(`${stack.name}/${logicalId}: only a queue can feed a function locally`)
  return new EventSource({
    client: sqsClient,
    queueUrl,
    queueArn: mapping.EventSourceArn,
    batchSize: mapping.BatchSize,
    windowSeconds: mapping.MaximumBatchingWindowInSeconds,
    concurrency: Math.min(mapping.ScalingConfig?.MaximumConcurrency ?? CONCURRENCY, CONCURRENCY),
    reportsItemFailures: mapping.FunctionResponseTypes.length > 0,
    invoke: (event) => consumer.invoke(event),
    onError: (error) => onError(consumer.definition.name, error),
  })
}
