import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const STACK = 'Fixture'

/** A fixture function, bundled by hand: counts each order, fails those that say so, never ends under HOLD. */
const countOrders = `
import { DynamoDBClient, UpdateItemCommand } from '${import.meta.resolve('@aws-sdk/client-dynamodb')}'
const client = new DynamoDBClient({})
const count = async ({ body, attributes }) => {
  const { detail } = JSON.parse(body)
  if (detail.fail) throw new Error('poison')
  await client.send(new UpdateItemCommand({
    TableName: process.env.ORDERS_TABLE,
    Key: { orderId: { S: detail.orderId } },
    UpdateExpression: 'SET receives = :r, clock = :c ADD handled :one',
    ExpressionAttributeValues: {
      ':one': { N: '1' }, ':r': { N: attributes.ApproximateReceiveCount }, ':c': { S: process.env.CLOCK ?? 'none' },
    },
  }))
}
export const handler = async ({ Records }) => {
  if (process.env.HOLD) {
    console.log('held')
    await new Promise(() => setInterval(() => {}, 1000))
  }
  const results = await Promise.allSettled(Records.map(count))
  const batchItemFailures = results.flatMap(({ status }, i) =>
    status === 'rejected' ? [{ itemIdentifier: Records[i].messageId }] : [])
  console.log(JSON.stringify({
    _aws: { Timestamp: 0, CloudWatchMetrics: [{ Namespace: 'Fixture', Dimensions: [], Metrics: [{ Name: 'Orders' }] }] },
    Orders: Records.map(() => 1),
  }))
  return { batchItemFailures }
}
`

/** Called by a schedule and by a rule on the default bus; writes down what it was called with. */
const noteTick = `
import { DynamoDBClient, PutItemCommand } from '${import.meta.resolve('@aws-sdk/client-dynamodb')}'
const client = new DynamoDBClient({})
export const handler = async (event) => {
  if (event.time.startsWith('1999')) throw new RangeError('too early')
  await client.send(new PutItemCommand({
    TableName: process.env.ORDERS_TABLE,
    Item: { orderId: { S: event.time }, detailType: { S: event['detail-type'] } },
  }))
}
`

const reference = (logicalId: string) => ({ Ref: logicalId })
const arn = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] })

const lambda = (hash: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: { 'Fn::Join': ['-', ['assets', { Ref: 'AWS::AccountId' }]] }, S3Key: `${hash}.zip` },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Timeout: 10,
    Role: arn('Role'),
    Environment: { Variables: { ORDERS_TABLE: reference('Orders') } },
  },
})

const resources = {
  Role: { Type: 'AWS::IAM::Role', Properties: {} },
  Orders: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [{ AttributeName: 'orderId', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'orderId', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
  },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'fixture-bus' } },
  Dlq: { Type: 'AWS::SQS::Queue', Properties: {} },
  Queue: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      VisibilityTimeout: 60,
      RedrivePolicy: { deadLetterTargetArn: arn('Dlq'), maxReceiveCount: 2 },
    },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: reference('Bus'),
      EventPattern: { source: [{ prefix: 'shop.' }] },
      State: 'ENABLED',
      Targets: [{ Arn: arn('Queue'), Id: 'Target0' }],
    },
  },
  CountOrders: lambda('count'),
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: arn('Queue'),
      FunctionName: reference('CountOrders'),
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    },
  },
  NoteTick: lambda('tick'),
  Hourly: {
    Type: 'AWS::Events::Rule',
    Properties: {
      ScheduleExpression: 'rate(1 hour)',
      State: 'ENABLED',
      Targets: [{ Arn: arn('NoteTick'), Id: 'Target0' }],
    },
  },
}

const outputs = {
  OrdersTable: { Value: reference('Orders') },
  BusName: { Value: reference('Bus') },
  QueueUrl: { Value: reference('Queue') },
  DlqUrl: { Value: reference('Dlq') },
}

/** Writes a small cloud assembly as CDK would: bus → rule → queue (with DLQ) → function → table, and a schedule. */
export function writeFixtureAssembly(directory: string): string {
  const write = (name: string, content: unknown) => {
    const file = path.join(directory, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  }
  const stack = {
    type: 'aws:cloudformation:stack',
    properties: { templateFile: `${STACK}.template.json` },
  }
  write('manifest.json', { artifacts: { [STACK]: stack, Tree: { type: 'cdk:tree', properties: {} } } })
  write(`${STACK}.template.json`, { Resources: resources, Outputs: outputs })
  write(`${STACK}.assets.json`, {
    files: { count: { source: { path: 'asset.count' } }, tick: { source: { path: 'asset.tick' } } },
  })
  write('asset.count/index.mjs', countOrders)
  write('asset.tick/index.mjs', noteTick)
  return directory
}
