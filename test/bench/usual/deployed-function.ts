import { devNull } from 'node:os'
import path from 'node:path'
import { localArn } from '#infra/local/account.ts'
import { FunctionLog } from '#infra/local/function-log.ts'
import { sdkEnvironment } from '#infra/local/functions.ts'
import { LocalFunction } from '#infra/local/lambda.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { bundleUsual } from '#test/bench/usual/bundle.ts'
import type { Decides, UsualEnvironment } from '#test/bench/usual/function/env.ts'
import { TABLES } from '#test/bench/usual/tables.ts'

/** In MB: what teams usually give a Node function that talks to DynamoDB. */
export const MEMORY_SIZE = 512

/** Of the function. */
export const NAME = 'usual-design'
const TIMEOUT_SECONDS = 30

/** The function calls no queue and no bus. */
const NOWHERE = 'http://127.0.0.1:9'

export interface Deployment {
  /** Where its bundle and its log go. */
  readonly directory: string
  readonly settings: Settings
  readonly decides: Decides
  readonly dynamodbUrl: string
  readonly providersUrl: string
}

const ownVariables = (
  settings: Settings,
  decides: Decides,
): Readonly<Record<keyof UsualEnvironment, string>> => ({
  IDEMPOTENCY_TABLE: TABLES.idempotency,
  CUSTOMERS_TABLE: TABLES.customers,
  CAMPAIGNS_TABLE: TABLES.campaigns,
  DECISIONS_TABLE: TABLES.decisions,
  CONTACTS_TABLE: TABLES.contacts,
  SES_FROM_ADDRESS: 'bank@example.com',
  SETTINGS: JSON.stringify(settings),
  UNSUBSCRIBE_BASE_URL: 'https://unsubscribe.example.com',
  UNSUBSCRIBE_KEYRING: JSON.stringify({ current: 'k1', k1: 'k'.repeat(32) }),
  DECIDES: decides,
  LOG_LEVEL: 'INFO',
})

/** Bundles the usual design's function, and plays it as Lambda does. */
export const deployUsual = async (deployment: Deployment): Promise<LocalFunction> => {
  const { directory, settings, decides, dynamodbUrl: dynamodb, providersUrl: providers } = deployment
  const definition = {
    name: NAME,
    arn: localArn('lambda', `function:${NAME}`),
    modulePath: await bundleUsual(directory),
    handlerName: 'handler',
    timeoutSeconds: TIMEOUT_SECONDS,
    memorySize: MEMORY_SIZE,
    environment: {
      ...sdkEnvironment({ dynamodb, providers, sqs: NOWHERE, eventBridge: NOWHERE }),
      ...ownVariables(settings, decides),
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: NAME,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MEMORY_SIZE),
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      // The developer's own AWS configuration must not reach a function.
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
    },
  }
  return new LocalFunction(definition, new FunctionLog(path.join(directory, 'logs'), { keepsLines: false }))
}
