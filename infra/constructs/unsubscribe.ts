import { Validations } from 'aws-cdk-lib'
import { HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Construct } from 'constructs'
import { unsubscribeEnv } from '#functions/unsubscribe/env.ts'
import { BellwetherFunction } from '#infra/constructs/bellwether-function.ts'
import { allowCounting, allowItems, allowSettings } from '#infra/constructs/grants.ts'
import type { DataStack } from '#infra/stacks/data-stack.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'
import { UNSUBSCRIBE_TIMEOUT } from '#infra/timeouts.ts'

/** The page behind the links in marketing emails. Open to everybody, so it may do next to nothing. */
export class Unsubscribe extends Construct {
  readonly function: BellwetherFunction<typeof unsubscribeEnv>

  constructor(scope: Construct, id: string, data: DataStack, messaging: MessagingStack) {
    super(scope, id)
    this.function = new BellwetherFunction(this, 'Unsubscribe', {
      name: 'unsubscribe',
      schema: unsubscribeEnv,
      timeout: UNSUBSCRIBE_TIMEOUT,
      memorySize: 512,
      environment: {
        CUSTOMERS_TABLE: data.customers.table.tableName,
        AUDIT_TABLE: data.audit.table.tableName,
        CAMPAIGNS_TABLE: data.campaigns.table.tableName,
        UNSUBSCRIBE_SECRET_ARN: messaging.unsubscribeSecret.secretArn,
      },
      withoutDeadLetters:
        'Called by API Gateway, which waits for the answer: Lambda would never use the queue.',
    })
    const { role } = this.function
    // A write that returned the item would be a read of the profile.
    allowItems(role, data.customers, ['UpdateItem'], {
      StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
    })
    allowItems(role, data.audit, ['PutItem'])
    allowSettings(role, data.campaigns)
    allowCounting(role, data.campaigns)
    messaging.unsubscribeSecret.grantRead(role)
    this.route(messaging)
  }

  /** Every method, so that the function says which are allowed: of the link in emails, and of the page it leads on to. */
  private route({ unsubscribe: { api } }: MessagingStack): void {
    const integration = new HttpLambdaIntegration('Integration', this.function.lambda)
    for (const [id, path] of Object.entries({ Route: '/u/{token}', Preferences: '/p/{token}' })) {
      const routeKey = HttpRouteKey.with(path, HttpMethod.ANY)
      const route = new HttpRoute(this, id, { httpApi: api, routeKey, integration })
      Validations.of(route).acknowledge({
        id: 'AwsSolutions::AwsSolutions-APIG4',
        reason:
          'RFC 8058: mail programs post without any login, and the law forbids asking for one. The signed token is the authorisation.',
      })
    }
  }
}
