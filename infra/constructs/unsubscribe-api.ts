import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { Construct } from 'constructs'
import { publicStage } from '#infra/constructs/public-stage.ts'

/** Requests a second; mail programs come in waves, after a wave of emails. */
const RATE = 100
const BURST = 200

/**
 * The address that links to unsubscribe lead to. It stands with what connects the parts, not with the function behind
 * it: links in emails that were sent must outlive every deployment of the compute stack.
 */
export class UnsubscribeApi extends Construct {
  readonly api: HttpApi
  /** What a token is appended to, as a segment of the path. */
  readonly baseUrl: string

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.api = new HttpApi(this, 'Api', {
      apiName: 'bellwether-unsubscribe',
      description: 'Bellwether: where customers unsubscribe',
      createDefaultStage: false,
    })
    publicStage(this, { httpApi: this.api, rate: RATE, burst: BURST })
    this.baseUrl = `${this.api.apiEndpoint}/u`
  }
}
