import { Validations } from 'aws-cdk-lib'
import { HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Construct } from 'constructs'
import { apiEnv } from '#functions/api/env.ts'
import { permitApi } from '#infra/constructs/api-permissions.ts'
import { BellwetherFunction } from '#infra/constructs/bellwether-function.ts'
import { publicStage } from '#infra/constructs/public-stage.ts'
import { allowSending, sendingEnvironment } from '#infra/constructs/sending.ts'
import type { BankSettings } from '#infra/settings.ts'
import type { DataStack } from '#infra/stacks/data-stack.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'
import { API_TIMEOUT } from '#infra/timeouts.ts'

/** Requests a second of all people and programs of the bank. */
const RATE = 100
const BURST = 200

/**
 * What the bank's people and their programs do with Bellwether (docs/adr/0021-who-may-do-what.md). Who they are is
 * checked before the function is called; what their group may do, and whose customers they see, by the function.
 */
export class Api extends Construct {
  readonly function: BellwetherFunction<typeof apiEnv>
  readonly api: HttpApi

  constructor(
    scope: Construct,
    id: string,
    data: DataStack,
    messaging: MessagingStack,
    settings: BankSettings,
  ) {
    super(scope, id)
    this.function = new BellwetherFunction(this, 'Api', {
      name: 'api',
      schema: apiEnv,
      timeout: API_TIMEOUT,
      memorySize: 1024,
      environment: {
        CUSTOMERS_TABLE: data.customers.table.tableName,
        CONTACTS_TABLE: data.contacts.table.tableName,
        CAMPAIGNS_TABLE: data.campaigns.table.tableName,
        JOURNAL_TABLE: data.journal.table.tableName,
        AUDIT_TABLE: data.audit.table.tableName,
        SIMULATIONS_QUEUE_URL: messaging.simulations.queue.queueUrl,
        LAUNCHES_QUEUE_URL: messaging.launches.queue.queueUrl,
        // Of a test message to whoever asks for it.
        ...sendingEnvironment(messaging, settings),
      },
      withoutDeadLetters:
        'Called by API Gateway, which waits for the answer: Lambda would never use the queue.',
    })
    permitApi(this.function.role, data, messaging)
    allowSending(this.function.role, messaging, settings)
    this.api = new HttpApi(this, 'HttpApi', {
      apiName: 'bellwether-api',
      description: 'Bellwether: campaigns, customers and tasks, for the people of the bank',
      createDefaultStage: false,
    })
    publicStage(this, { httpApi: this.api, rate: RATE, burst: BURST })
    this.routes(data)
  }

  /** What stands in the open is written down by name; everything else asks for a token. */
  private routes({ signIn }: DataStack): void {
    const integration = new HttpLambdaIntegration('Integration', this.function.lambda)
    new HttpRoute(this, 'Routes', {
      httpApi: this.api,
      routeKey: HttpRouteKey.with('/v1/{proxy+}', HttpMethod.ANY),
      integration,
      authorizer: new HttpJwtAuthorizer('People', signIn.pool.userPoolProviderUrl, {
        jwtAudience: [signIn.client.userPoolClientId],
      }),
    })
    const description = new HttpRoute(this, 'Description', {
      httpApi: this.api,
      routeKey: HttpRouteKey.with('/openapi.json', HttpMethod.GET),
      integration,
    })
    Validations.of(description).acknowledge({
      id: 'AwsSolutions::AwsSolutions-APIG4',
      reason:
        'The description of the API is the same for everybody and stands in the repository; programs read it before anybody signs in.',
    })
  }
}
