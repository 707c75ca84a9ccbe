import path from 'node:path'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import type { DynamoDBRecord } from 'aws-lambda'
import * as z from 'zod/mini'
import { localClientConfig } from '#infra/local/clients.ts'
import { compileEventPattern } from '#infra/local/event-pattern.ts'
import type { LocalFunction } from '#infra/local/lambda.ts'
import type { Boot, Stores } from '#infra/local/stores.ts'
import { StreamCheckpoint } from '#infra/local/stream-checkpoint.ts'
import { StreamSource } from '#infra/local/stream-source.ts'
import { type Resource, readProperties } from '#infra/local/template.ts'

const mappingProperties = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z._default(z.number(), 100),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']),
  FunctionResponseTypes: z._default(z.array(z.literal('ReportBatchItemFailures')), []),
  BisectBatchOnFunctionError: z._default(z.boolean(), false),
  MaximumRetryAttempts: z._default(z.number(), -1),
  MaximumRecordAgeInSeconds: z._default(z.number(), -1),
  DestinationConfig: z.optional(z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) })),
  FilterCriteria: z.optional(z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) })),
  Enabled: z._default(z.boolean(), true),
  // A batch is what is there: gathering it would only make people wait.
  MaximumBatchingWindowInSeconds: z.optional(z.unknown()),
  ParallelizationFactor: z.optional(z.literal(1)),
  Tags: z.optional(z.unknown()),
})
type Mapping = z.infer<typeof mappingProperties>

/** Name of the table whose stream an ARN names; undefined for a queue. */
export const streamedTable = (arn: string): string | undefined =>
  /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/([^/]+)\/stream\//.exec(arn)?.[1]

/** Starts reading streams for the enabled mappings. */
export function startStreamSources(
  { directory, onStop }: Pick<Boot, 'directory' | 'onStop'>,
  stores: Stores,
  functions: readonly LocalFunction[],
  onError: (functionName: string, error: unknown) => void,
): readonly StreamSource[] {
  const mappings = stores.deployment
    .resources('AWS::Lambda::EventSourceMapping')
    .filter(({ properties }) => streamedTable(sourceOf(properties)) !== undefined)
    .map((resource) => ({ resource, mapping: readProperties(resource, mappingProperties) }))
    .filter(({ mapping }) => mapping.Enabled)
  if (mappings.length === 0) return []
  const client = new DynamoDBStreamsClient(localClientConfig(stores.dynamodbUrl))
  onStop(() => client.destroy())
  return mappings.map(({ resource, mapping }) => {
    const consumer = functions.find(({ definition }) =>
      [definition.name, definition.arn].includes(mapping.FunctionName),
    )
    if (consumer === undefined)
      throw new Error(`${resource.stack.name}/${resource.logicalId}: names no function of the template`)
    const report = (error: unknown): void => onError(consumer.definition.name, error)
    return new StreamSource({
      client,
      tableName: streamedTable(mapping.EventSourceArn) ?? '',
      from: mapping.StartingPosition,
      checkpoint: new StreamCheckpoint(path.join(directory, 'streams'), resource.name),
      batchSize: mapping.BatchSize,
      matches: filterOf(mapping),
      onError: report,
      delivery: {
        invoke: (event) => consumer.invoke(event),
        reportsItemFailures: mapping.FunctionResponseTypes.length > 0,
        bisects: mapping.BisectBatchOnFunctionError,
        maxRetries: mapping.MaximumRetryAttempts,
        maxAge: mapping.MaximumRecordAgeInSeconds,
        setAside: failureDestination(resource, mapping, stores),
        onError: report,
      },
    })
  })
}

const sourceOf = (properties: unknown): string =>
  z.parse(z.object({ EventSourceArn: z.string() }), properties).EventSourceArn

const filterOf = ({ FilterCriteria }: Mapping): ((record: DynamoDBRecord) => boolean) => {
  if (FilterCriteria === undefined) return () => true
  const patterns = FilterCriteria.Filters.map(({ Pattern }) => compileEventPattern(JSON.parse(Pattern)))
  return (record) => patterns.some((matches) => matches(record))
}

/** As Lambda does it, the queue gets the place in the stream and not the records. */
const failureDestination = (
  { stack, logicalId }: Resource,
  { DestinationConfig, EventSourceArn, FunctionName }: Mapping,
  { sqsClient, queueUrls }: Stores,
) => {
  const target = DestinationConfig?.OnFailure.Destination
  const QueueUrl = target === undefined ? undefined : queueUrls[target]
  if (target !== undefined && QueueUrl === undefined)
    throw new Error(`${stack.name}/${logicalId}: the failure destination is no queue of the local cloud`)
  return async (records: readonly DynamoDBRecord[]): Promise<void> => {
    if (QueueUrl === undefined) return
    const DDBStreamBatchInfo = {
      streamArn: EventSourceArn,
      batchSize: records.length,
      startSequenceNumber: records.at(0)?.dynamodb?.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb?.SequenceNumber,
    }
    const requestContext = { functionArn: FunctionName, condition: 'RetryAttemptsExhausted' }
    const MessageBody = JSON.stringify({ requestContext, version: '1.0', DDBStreamBatchInfo })
    await sqsClient.send(new SendMessageCommand({ QueueUrl, MessageBody }))
  }
}
