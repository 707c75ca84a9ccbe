import { RemovalPolicy } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'

/** Requests a second; mail programs come in waves, after a wave of emails. */
const RATE = 100
const BURST = 200

/** Neither the path, which is a key, nor the caller's address, which is personal: nothing here names a customer. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  status: '$context.status',
  latency: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
}

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
    const logGroup = new LogGroup(this, 'Requests', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: RATE, burstLimit: BURST },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    })
    this.baseUrl = `${this.api.apiEndpoint}/u`
  }
}
