import { localArn } from '#infra/local/account.ts'

/** Where what has an address of its own is to be found. */
export interface LocalUrls {
  readonly sqs: string
  readonly httpApi: string
  readonly issuer: string
}

/** What a user pool's `ProviderURL` is here: tokens name it as their issuer. @param url of the development issuer */
export const issuerOf = (url: string, poolId: string): string => `${url}/${poolId}`

/** How a played resource is called: what `Ref` and `Fn::GetAtt` of it give. */
export interface PlayedType {
  /** Property that holds the name, where the template chose one. */
  readonly nameProperty: string
  readonly identity: (name: string, urls: LocalUrls) => { ref: string } & Readonly<Record<string, string>>
}

const table: PlayedType = {
  nameProperty: 'TableName',
  identity: (name) => {
    const arn = localArn('dynamodb', `table/${name}`)
    // The engine calls its stream otherwise; it is found by its table.
    return { ref: name, Arn: arn, StreamArn: `${arn}/stream/local` }
  },
}

export const playedTypes: Readonly<Record<string, PlayedType>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    identity: (name, { sqs }) => {
      const url = `${sqs}/${localArn('sqs', name).split(':').at(-2)}/${name}`
      return { ref: url, QueueUrl: url, QueueName: name, Arn: localArn('sqs', name) }
    },
  },
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    identity: (name) => {
      const arn = localArn('sns', name)
      return { ref: arn, TopicArn: arn, TopicName: name }
    },
  },
  'AWS::SNS::Subscription': {
    nameProperty: 'SubscriptionId',
    identity: (name) => ({ ref: localArn('sns', name) }),
  },
  'AWS::Events::EventBus': {
    nameProperty: 'Name',
    identity: (name) => ({ ref: name, Name: name, Arn: localArn('events', `event-bus/${name}`) }),
  },
  'AWS::Events::Archive': {
    nameProperty: 'ArchiveName',
    identity: (name) => ({ ref: name, ArchiveName: name, Arn: localArn('events', `archive/${name}`) }),
  },
  'AWS::Events::Rule': {
    nameProperty: 'Name',
    identity: (name) => ({ ref: name, Arn: localArn('events', `rule/${name}`) }),
  },
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    identity: (name) => ({ ref: name, Arn: localArn('lambda', `function:${name}`) }),
  },
  'AWS::Lambda::EventSourceMapping': {
    nameProperty: 'Id',
    identity: (name) => ({ ref: name, Id: name }),
  },
  'AWS::SecretsManager::Secret': {
    nameProperty: 'Name',
    identity: (name) => {
      const arn = localArn('secretsmanager', `secret:${name}`)
      return { ref: arn, Id: arn }
    },
  },
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    // No capitals are in a bucket's name, and CloudFormation makes it so.
    identity: (name) => ({ ref: name.toLowerCase(), Arn: `arn:aws:s3:::${name.toLowerCase()}` }),
  },
  'AWS::KinesisFirehose::DeliveryStream': {
    nameProperty: 'DeliveryStreamName',
    identity: (name) => ({ ref: name, Arn: localArn('firehose', `deliverystream/${name}`) }),
  },
  // Their names need not be different, so that they are no ids.
  'AWS::ApiGatewayV2::Api': {
    nameProperty: 'ApiId',
    identity: (name, { httpApi }) => ({ ref: name, ApiId: name, ApiEndpoint: `${httpApi}/${name}` }),
  },
  'AWS::ApiGatewayV2::Authorizer': {
    nameProperty: 'AuthorizerId',
    identity: (name) => ({ ref: name }),
  },
  'AWS::ApiGatewayV2::Integration': {
    nameProperty: 'IntegrationId',
    identity: (name) => ({ ref: name }),
  },
  'AWS::ApiGatewayV2::Route': {
    nameProperty: 'RouteId',
    identity: (name) => ({ ref: name }),
  },
  'AWS::ApiGatewayV2::Stage': {
    nameProperty: 'StageId',
    identity: (name) => ({ ref: name }),
  },
  'AWS::Cognito::UserPool': {
    nameProperty: 'UserPoolId',
    identity: (name, { issuer }) => ({
      ref: name,
      Arn: localArn('cognito-idp', `userpool/${name}`),
      ProviderURL: issuerOf(issuer, name),
    }),
  },
  'AWS::Cognito::UserPoolClient': {
    nameProperty: 'ClientId',
    identity: (name) => ({ ref: name }),
  },
  'AWS::Cognito::UserPoolGroup': {
    nameProperty: 'GroupName',
    identity: (name) => ({ ref: name }),
  },
  'AWS::SES::ConfigurationSet': {
    nameProperty: 'Name',
    identity: (name) => ({ ref: name }),
  },
}

const PERMISSIONS = 'the local cloud shows no IAM'
const OPERATIONS = 'watches the deployed system'

/** Known types with nothing to play locally, each with the reason. */
export const unplayedTypes: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': 'says which CDK made the template',
  'AWS::CloudWatch::Alarm': OPERATIONS,
  'AWS::CloudWatch::CompositeAlarm': OPERATIONS,
  'AWS::CloudWatch::Dashboard': OPERATIONS,
  'AWS::Cognito::UserPoolDomain':
    'nobody types a password locally: the development issuer gives tokens for the asking',
  'AWS::Events::EventBusPolicy': PERMISSIONS,
  'AWS::IAM::ManagedPolicy': PERMISSIONS,
  'AWS::IAM::Policy': PERMISSIONS,
  'AWS::IAM::Role': PERMISSIONS,
  'AWS::KMS::Alias': 'nothing is encrypted locally',
  'AWS::KMS::Key': 'nothing is encrypted locally',
  'AWS::Lambda::EventInvokeConfig': 'asynchronous invocations are not retried locally',
  'AWS::Lambda::Permission': PERMISSIONS,
  'AWS::Logs::LogGroup': 'function output goes to files',
  'AWS::Logs::MetricFilter': OPERATIONS,
  'AWS::S3::BucketPolicy': PERMISSIONS,
  'AWS::SES::ConfigurationSetEventDestination':
    'the providers double publishes feedback on the default bus, as it does',
  'AWS::SES::EmailIdentity': 'the providers double takes any sender',
  'AWS::SNS::TopicPolicy': PERMISSIONS,
  'AWS::SQS::QueuePolicy': PERMISSIONS,
}
