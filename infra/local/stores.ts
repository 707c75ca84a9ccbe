import path from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SQSClient } from '@aws-sdk/client-sqs'
import { localClientConfig } from '#infra/local/clients.ts'
import { createBuckets } from '#infra/local/delivery-streams.ts'
import { startDynamoDb } from '#infra/local/dynamodb.ts'
import { type LocalHttpApi, startHttpApi } from '#infra/local/http-api.ts'
import { type LocalIssuer, startIssuer } from '#infra/local/issuer.ts'
import type { QueueCalls } from '#infra/local/queue-calls.ts'
import { createQueues } from '#infra/local/queues.ts'
import { type LocalSqs, startSqs } from '#infra/local/sqs.ts'
import { readAssembly, synthesize } from '#infra/local/synthesize.ts'
import { createTables } from '#infra/local/tables.ts'
import { type Deployment, resolveDeployment } from '#infra/local/template.ts'

/** What each part of a boot is given: where its data go, whom to tell, and how it is ended again. */
export interface Boot {
  readonly directory: string
  readonly progress: (step: string) => void
  /** The last one given is ended first. */
  readonly onStop: (action: () => unknown) => void
}

/** What keeps data from boot to boot, and the deployment that says what is in it. */
export interface Stores {
  readonly deployment: Deployment
  readonly dynamodbUrl: string
  readonly sqs: LocalSqs
  /** How the cloud's own parts use the queues. */
  readonly queues: QueueCalls
  readonly sqsClient: SQSClient
  /** Answers nothing until it is told of the functions. */
  readonly httpApi: LocalHttpApi
  readonly issuer: LocalIssuer
  /** Queue ARN → URL. */
  readonly queueUrls: Readonly<Record<string, string>>
}

/** Starts DynamoDB and SQS, with the tables and queues of the template. */
export async function startStores(
  { directory, progress, onStop }: Boot,
  options: {
    readonly assembly?: string | undefined
    readonly visibilityTimeoutSeconds?: number | undefined
    readonly streams?: 'running' | 'off' | undefined
    /** The time by which tokens are given and believed. */
    readonly now: () => Date
  },
): Promise<Stores> {
  const stacks = options.assembly
    ? readAssembly(options.assembly)
    : await synthesize(path.join(directory, 'cdk.out'))
  progress('template synthesized')

  const dynamodb = await startDynamoDb(directory)
  onStop(dynamodb.stop)
  const sqs = await startSqs(path.join(directory, 'sqs'))
  onStop(sqs.stop)
  const httpApi = await startHttpApi(options.now)
  onStop(httpApi.stop)
  const issuer = await startIssuer(directory, options.now)
  onStop(issuer.stop)
  const urls = { sqs: sqs.url, httpApi: httpApi.url, issuer: issuer.url }
  const deployment = resolveDeployment(stacks, urls)
  issuer.serve(deployment)
  const dynamodbClient = new DynamoDBClient(localClientConfig(dynamodb.url))
  await createTables(dynamodbClient, deployment, options.streams !== 'off').finally(() =>
    dynamodbClient.destroy(),
  )
  progress('tables')

  createBuckets(sqs, deployment)
  const queueUrls = createQueues(sqs, deployment, options.visibilityTimeoutSeconds)
  const sqsClient = new SQSClient(localClientConfig(sqs.url))
  onStop(() => sqsClient.destroy())
  progress('queues')
  const { queues } = sqs
  return { deployment, dynamodbUrl: dynamodb.url, sqs, queues, sqsClient, httpApi, issuer, queueUrls }
}
