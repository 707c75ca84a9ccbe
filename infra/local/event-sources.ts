import * as z from 'zod/mini'
import { EventSource } from '#infra/local/event-source.ts'
import type { LocalFunction } from '#infra/local/lambda.ts'
import type { Stores } from '#infra/local/stores.ts'
import { streamedTable } from '#infra/local/stream-sources.ts'
import { type Deployment, type Resource, readProperties } from '#infra/local/template.ts'

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

/** What a source has in hand where it is not what the template says. */
export interface SourceLimits {
  /** Records of a batch, at most @default the template's */
  readonly batchSize?: number
  /** Batches under way at once, at most @default as many as a laptop can carry */
  readonly concurrency?: number
  /** Instead of the template's batch sizes, for some queues: their URL → records. @default the template's for all */
  readonly batchSizes?: Readonly<Record<string, number>>
}

type IsMeant = (queueArn: string) => boolean

const sourceSchema = z.object({ EventSourceArn: z.string() })

/** Streams are read elsewhere (infra/local/stream-sources.ts). */
const readsStream = ({ properties }: Resource): boolean =>
  streamedTable(z.parse(sourceSchema, properties).EventSourceArn) !== undefined

const enabledMappings = (deployment: Deployment, isMeant: IsMeant) =>
  deployment
    .resources('AWS::Lambda::EventSourceMapping')
    .filter((resource) => !readsStream(resource))
    .map((resource) => ({ resource, mapping: readProperties(resource, mappingProperties) }))
    .filter(({ mapping }) => mapping.Enabled && isMeant(mapping.EventSourceArn))

/** Names of the queues that enabled mappings empty. @param isMeant by a queue's ARN */
export const consumedQueues = (deployment: Deployment, isMeant: IsMeant): readonly string[] =>
  enabledMappings(deployment, isMeant).map(({ mapping }) => mapping.EventSourceArn.split(':').at(-1) ?? '')

/** Starts polling for the enabled mappings of some queues. @param isMeant by a queue's ARN */
export function startEventSources(
  stores: Pick<Stores, 'deployment' | 'queues' | 'queueUrls'>,
  functions: readonly LocalFunction[],
  isMeant: IsMeant,
  onError: (functionName: string, error: unknown) => void,
  limits: SourceLimits = {},
): readonly EventSource[] {
  return enabledMappings(stores.deployment, isMeant).map(({ resource, mapping }) =>
    startSource(resource, mapping, stores, functions, onError, limits),
  )
}

function startSource(
  { stack, logicalId }: Resource,
  mapping: Mapping,
  { queues, queueUrls }: Pick<Stores, 'queues' | 'queueUrls'>,
  functions: readonly LocalFunction[],
  onError: (functionName: string, error: unknown) => void,
  { batchSize = Number.POSITIVE_INFINITY, concurrency = CONCURRENCY, batchSizes = {} }: SourceLimits,
): EventSource {
  const consumer = functions.find(({ definition }) =>
    [definition.name, definition.arn].includes(mapping.FunctionName),
  )
  const queueUrl = queueUrls[mapping.EventSourceArn]
  if (consumer === undefined || queueUrl === undefined)
    throw new Error(
      `${stack.name}/${logicalId}: only a queue or a table's stream can feed a function locally`,
    )
  return new EventSource({
    queues,
    queueUrl,
    queueArn: mapping.EventSourceArn,
    batchSize: Math.min(batchSizes[queueUrl] ?? mapping.BatchSize, batchSize),
    windowSeconds: mapping.MaximumBatchingWindowInSeconds,
    concurrency: Math.min(mapping.ScalingConfig?.MaximumConcurrency ?? CONCURRENCY, concurrency),
    reportsItemFailures: mapping.FunctionResponseTypes.length > 0,
    invoke: (event) => consumer.invoke(event),
    onError: (error) => onError(consumer.definition.name, error),
  })
}
