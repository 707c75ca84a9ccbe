import { readFileSync } from 'node:fs'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod/mini'
import { type Connection, connect, connectionBy } from '#infra/local/commands/connection.ts'
import { findRunningCloud } from '#infra/local/commands/start/cloud-file.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'

/** What work is put back into. */
export interface Deployment {
  readonly connection: Connection
  readonly outputs: Readonly<Record<string, string>>
}

const NEEDED = ['BusName', 'ParkedTable', 'BankEventsQueueUrl', 'BankEventsDlqUrl', 'UndeliverableDlqUrl']

const outputsFileSchema = z.record(z.string(), z.record(z.string(), z.string()))

/**
 * Outputs of all stacks.
 * @param needed what a command cannot do without
 * @throws UsageError when the file is not what `cdk deploy` writes for all of them
 */
export const readOutputs = (
  file: string,
  needed: readonly string[] = NEEDED,
): Readonly<Record<string, string>> => {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new UsageError(`${file} cannot be read as JSON: it is written by cdk deploy --all --outputs-file`)
  }
  const stacks = z.safeParse(outputsFileSchema, content)
  const outputs = Object.assign({}, ...Object.values(stacks.data ?? {})) as Record<string, string>
  const missing = needed.filter((name) => outputs[name] === undefined)
  if (missing.length > 0)
    throw new UsageError(
      `${file} lacks ${missing.join(', ')}: write it anew by npx cdk deploy --all --outputs-file ${file}`,
    )
  return outputs
}

/** The deployed stack of an outputs file, or else the local cloud of `npm start`. */
export const findDeployment = async (
  outputsFile: string | undefined,
  needed: readonly string[] = NEEDED,
): Promise<Deployment> => {
  if (outputsFile !== undefined) {
    const outputs = readOutputs(outputsFile, needed)
    const clients = {
      dynamodb: new DynamoDBClient(),
      eventBridge: new EventBridgeClient(),
      sqs: new SQSClient(),
    }
    return { connection: connectionBy(clients, outputs), outputs }
  }
  const cloud = await findRunningCloud()
  if (cloud === undefined)
    throw new UsageError(
      'no local cloud is running: npm start in another terminal, or --outputs FILE for a deployed stack',
    )
  return { connection: connect(cloud), outputs: cloud.outputs }
}

const HINTS: Readonly<Record<string, string>> = {
  CredentialsProviderError: 'set AWS_PROFILE, or log in (aws sso login)',
  ExpiredTokenException: 'the credentials have expired: log in again',
  ResourceNotFoundException: 'is this the account and region that FILE is of? See AWS_PROFILE, AWS_REGION',
  QueueDoesNotExist: 'is this the account and region that FILE is of? See AWS_PROFILE, AWS_REGION',
}

const denied: readonly string[] = ['AccessDeniedException', 'AccessDenied']

/**
 * What AWS says of credentials, region and rights becomes a line that says what to do.
 * @param right that the command takes
 */
export const withHints = async <T>(
  action: () => Promise<T>,
  right = 'to read, write and delete in the parked table and the queues',
): Promise<T> => {
  try {
    return await action()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if (error.message === 'Region is missing') throw new UsageError('no region: set AWS_REGION')
    const known = Object.hasOwn(HINTS, error.name) ? HINTS[error.name] : undefined
    const hint = denied.includes(error.name) ? `it takes the right ${right}` : known
    throw hint === undefined ? error : new UsageError(`${error.name}: ${error.message}\n${hint}`)
  }
}
