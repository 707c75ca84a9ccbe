import { type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib'
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { IQueue, Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type * as z from 'zod/mini'
import { functionCode } from '#infra/constructs/function-code.ts'

export type FunctionName =
  | 'react-to-events'
  | 'sweep-calendar'
  | 'release-due'
  | 'deliver-message'
  | 'record-outcome'
  | 'attribute-conversion'
  | 'receive-reply'
  | 'unsubscribe'
  | 'publish-webhooks'
  | 'send-webhooks'
  | 'api'
  | 'launch-campaigns'
  | 'run-launch'
  | 'simulate'

/**
 * Every variable that the function's schema asks for, as tokens or literals. Those with a default may be left out;
 * CLOCK cannot be set at all: a deployed function lives by the wall clock.
 */
export type FunctionEnvironment<Schema extends z.ZodMiniObject> = Omit<z.input<NoInfer<Schema>>, 'CLOCK'>

export interface BellwetherFunctionProps<Schema extends z.ZodMiniObject> {
  readonly name: FunctionName
  /** The schema with which the function reads its environment at start. */
  readonly schema: Schema
  readonly environment: FunctionEnvironment<Schema>
  readonly timeout: Duration
  /** In MB; CPU grows with it. */
  readonly memorySize: number
  /** Where Lambda puts an asynchronous call that failed. @default none: a function read from queues has theirs */
  readonly deadLetterQueue?: IQueue
  /** Why a function that is called asynchronously needs no such queue. @default it is read from queues only */
  readonly withoutDeadLetters?: string
}

export interface QueueReading {
  readonly batchSize: number
  /** @default none: a batch is what is there */
  readonly batchWindow?: Duration
  /** How many batches run at once; at least 2. @default as many as Lambda likes */
  readonly maxConcurrency?: number
}

/** A function as all of Bellwether's are: Node 24 on arm64, ES modules, JSON logs kept for a month, traced. */
export class BellwetherFunction<Schema extends z.ZodMiniObject> extends Construct {
  readonly lambda: LambdaFunction
  readonly role: Role

  constructor(scope: Construct, id: string, props: BellwetherFunctionProps<Schema>) {
    super(scope, id)
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    // An own role: the one CDK makes may write to every log group of the account.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    logGroup.grantWrite(this.role)
    this.permitTracing()
    this.lambda = new LambdaFunction(this, 'Function', {
      code: functionCode(props.name),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memorySize,
      // CDK adds nothing to the role by itself, so that what it may do stands where functions are wired.
      role: this.role.withoutPolicyUpdates(),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      environment: this.variables(props),
      ...(props.deadLetterQueue === undefined ? {} : { deadLetterQueue: props.deadLetterQueue }),
    })
    this.acknowledgeFindings(props)
  }

  /** Lets the function read a queue, message by message responsible for what failed. */
  readFrom(id: string, queue: Queue, { batchSize, batchWindow, maxConcurrency }: QueueReading): void {
    const mapping = this.lambda.addEventSourceMapping(id, {
      eventSourceArn: queue.queueArn,
      batchSize,
      reportBatchItemFailures: true,
      ...(batchWindow === undefined ? {} : { maxBatchingWindow: batchWindow }),
      ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    })
    queue.grantConsumeMessages(this.role)
    Validations.of(mapping).acknowledge({
      id: 'Serverless::Serverless-LambdaEventSourceMappingDestination',
      reason:
        'SQS mappings have no failure destination; failed messages go to the dead-letter queue of the queue.',
    })
  }

  private permitTracing(): void {
    const policy = new Policy(this, 'Tracing', {
      roles: [this.role],
      statements: [
        new PolicyStatement({
          actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
          resources: ['*'],
        }),
      ],
    })
    Validations.of(policy).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray knows no resources for these two actions; the policy holds nothing else.',
    })
  }

  private acknowledgeFindings({
    deadLetterQueue,
    withoutDeadLetters,
  }: BellwetherFunctionProps<Schema>): void {
    if (deadLetterQueue !== undefined) return
    Validations.of(this.lambda).acknowledge({
      id: 'Serverless::Serverless-LambdaDLQ',
      reason:
        withoutDeadLetters ??
        'Called through SQS mappings only, never asynchronously, so that Lambda would never use the queue.',
    })
  }

  private variables({ name, environment }: BellwetherFunctionProps<Schema>): Record<string, string> {
    const given = Object.entries(environment).filter((entry): entry is [string, string] => {
      return typeof entry[1] === 'string'
    })
    return { ...Object.fromEntries(given), POWERTOOLS_SERVICE_NAME: name }
  }
}
