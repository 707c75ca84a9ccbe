import { RemovalPolicy, Validations } from 'aws-cdk-lib'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'

/** What Bellwether shares with each webhook endpoint: `{ ID: 'whsec_…' }`, or `{ ID: ['whsec_…', 'whsec_…'] }` while it changes. */
export const webhooksSecret = (scope: Construct, id: string): Secret => {
  const secret = new Secret(scope, id, {
    description: 'Bellwether: signs webhooks to the systems of the bank, by endpoint id',
    // None yet: people type them (RUNBOOK), because the endpoints must know them as well.
    secretObjectValue: {},
    removalPolicy: RemovalPolicy.RETAIN,
  })
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions::AwsSolutions-SMG4',
    reason:
      "The bank's systems hold the same secrets: one side changing them alone would have every webhook refused.",
  })
  return secret
}
