import { existsSync } from 'node:fs'
import { devNull } from 'node:os'
import path from 'node:path'
import * as z from 'zod/mini'
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '#infra/local/account.ts'
import type { FunctionDefinition } from '#infra/local/lambda.ts'
import { type Deployment, type Resource, readProperties } from '#infra/local/template.ts'

const functionProperties = z.strictObject({
  FunctionName: z.optional(z.string()),
  Handler: z.string(),
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Environment: z.optional(z.strictObject({ Variables: z.record(z.string(), z.string()) })),
  Timeout: z._default(z.number(), 3),
  MemorySize: z._default(z.number(), 128),
  Runtime: z.string().check(z.startsWith('nodejs')),
  // Without a meaning in a worker thread:
  Architectures: z.optional(z.unknown()),
  DeadLetterConfig: z.optional(z.unknown()),
  Description: z.optional(z.unknown()),
  EphemeralStorage: z.optional(z.unknown()),
  KmsKeyArn: z.optional(z.unknown()),
  LoggingConfig: z.optional(z.unknown()),
  ReservedConcurrentExecutions: z.optional(z.unknown()),
  Role: z.optional(z.unknown()),
  Tags: z.optional(z.unknown()),
  TracingConfig: z.optional(z.unknown()),
})

type Variables = Readonly<Record<string, string>>

/** The template's functions. @param vary changes the environment that the template gives a function */
export function defineFunctions(
  deployment: Deployment,
  sdkEnvironment: Variables,
  vary: (variables: Variables) => Variables,
): readonly FunctionDefinition[] {
  return deployment.resources('AWS::Lambda::Function').map((resource) => {
    const properties = readProperties(resource, functionProperties)
    const [file, handlerName] = properties.Handler.split('.')
    return {
      name: resource.name,
      arn: resource.arn,
      modulePath: findModule(resource, properties.Code.S3Key, file ?? ''),
      handlerName: handlerName ?? '',
      timeoutSeconds: properties.Timeout,
      memorySize: properties.MemorySize,
      environment: {
        ...sdkEnvironment,
        AWS_EXECUTION_ENV: `AWS_Lambda_${properties.Runtime}`,
        AWS_LAMBDA_FUNCTION_NAME: resource.name,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(properties.MemorySize),
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        // The developer's own AWS configuration must not reach a function.
        AWS_CONFIG_FILE: devNull,
        AWS_SHARED_CREDENTIALS_FILE: devNull,
        ...vary(properties.Environment?.Variables ?? {}),
      },
    }
  })
}

/** What a function's environment has here beside, or instead of, what the template gives it. */
export const localVariables =
  (
    given: { readonly clock?: 'wall' | 'event'; readonly functionEnvironment?: Variables },
    providersUrl: string,
  ) =>
  (variables: Variables): Variables => ({
    ...variables,
    ...('GATEWAY_SECRET_ARN' in variables && { GATEWAY_URL: gatewayUrl(providersUrl) }),
    ...('WEBHOOKS_SECRET_ARN' in variables && { LOOPBACK_ENDPOINTS: 'allow' }),
    // Never in the template: a deployed function lives by the wall clock.
    ...(given.clock && { CLOCK: given.clock }),
    ...given.functionEnvironment,
  })

/** Where the double of a bank's own gateway stands. */
export const gatewayUrl = (providersUrl: string): string => `${providersUrl}/gateway`

/** What an AWS SDK or CLI needs to talk to these endpoints. */
export const sdkEnvironment = (urls: {
  readonly dynamodb: string
  readonly sqs: string
  readonly eventBridge: string
  readonly providers: string
}): Variables => ({
  AWS_REGION: LOCAL_REGION,
  AWS_DEFAULT_REGION: LOCAL_REGION,
  AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
  AWS_ENDPOINT_URL_DYNAMODB: urls.dynamodb,
  AWS_ENDPOINT_URL_SQS: urls.sqs,
  // fauxqs answers for both.
  AWS_ENDPOINT_URL_S3: urls.sqs,
  AWS_ENDPOINT_URL_EVENTBRIDGE: urls.eventBridge,
  AWS_ENDPOINT_URL_SESV2: urls.providers,
  AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2: urls.providers,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: urls.providers,
})

function findModule({ stack, logicalId }: Resource, s3Key: string, file: string): string {
  const directory = stack.assets[path.parse(s3Key).name]
  const candidates = ['.mjs', '.js', '.cjs'].map((ending) => path.join(directory ?? '', file + ending))
  const found = directory === undefined ? undefined : candidates.find((candidate) => existsSync(candidate))
  if (found === undefined)
    throw new Error(`${stack.name}/${logicalId}: the assembly has no ${file} in ${s3Key}`)
  return found
}
