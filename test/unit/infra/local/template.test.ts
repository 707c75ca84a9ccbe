import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { readProperties, resolveDeployment, type Stack, templateSchema } from '#infra/local/template.ts'

const SQS = 'http://127.0.0.1:9324'
const URLS = { sqs: SQS, httpApi: 'http://127.0.0.1:8080', issuer: 'http://127.0.0.1:8081' }

const stack = (name: string, template: unknown): Stack => ({
  name,
  template: z.parse(templateSchema, template),
  assets: {},
})

const messaging = stack('Messaging', {
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue' },
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bank' } },
    Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { 'Fn::Unheard': 'of' } } },
  },
  Outputs: {
    QueueUrl: { Value: { Ref: 'Queue' } },
    Exported: {
      Value: { 'Fn::GetAtt': ['Queue', 'Arn'] },
      Export: { Name: { 'Fn::Sub': `\${AWS::StackName}:QueueArn` } },
    },
    KeyArn: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] } },
  },
})

const rule = (arn: unknown) =>
  stack('Compute', {
    Resources: { Rule: { Type: 'AWS::Events::Rule', Properties: { Targets: [{ Arn: arn }] } } },
  })

test('queue URLs stand on the given endpoint, names are taken or made', () => {
  const deployment = resolveDeployment([messaging], URLS)
  expect(deployment.outputs).toEqual({
    QueueUrl: `${SQS}/000000000000/Messaging-Queue`,
    KeyArn: 'arn:aws:unplayed:us-east-1:000000000000:Messaging-Key',
  })
  expect(deployment.resources('AWS::Events::EventBus')).toMatchObject([
    { name: 'bank', ref: 'bank', arn: 'arn:aws:events:us-east-1:000000000000:event-bus/bank' },
  ])
})

test('a value exported by one stack is imported by another', () => {
  const deployment = resolveDeployment([messaging, rule({ 'Fn::ImportValue': 'Messaging:QueueArn' })], URLS)
  const [resource] = deployment.resources('AWS::Events::Rule')
  expect(resource?.properties).toEqual({
    Targets: [{ Arn: 'arn:aws:sqs:us-east-1:000000000000:Messaging-Queue' }],
  })
})

test('whatever cannot be played stops with its logical id', () => {
  const unknownType = stack('S', { Resources: { Topic: { Type: 'AWS::Kinesis::Stream' } } })
  expect(() => resolveDeployment([unknownType], URLS)).toThrow(
    'S/Topic: the local cloud does not know the type',
  )
  const conditional = stack('S', { Resources: { Q: { Type: 'AWS::SQS::Queue', Condition: 'C' } } })
  expect(() => resolveDeployment([conditional], URLS)).toThrow('S/Q')
  const read = (arn: unknown) => () => resolveDeployment([rule(arn)], URLS).resources('AWS::Events::Rule')
  expect(read({ 'Fn::Cidr': [] })).toThrow(
    'Compute/Rule: the local cloud does not know the intrinsic Fn::Cidr',
  )
  expect(read({ Ref: 'Nowhere' })).toThrow('Compute/Rule: nothing is called Nowhere')
  expect(read({ 'Fn::ImportValue': 'gone' })).toThrow('Compute/Rule: no stack exports gone')
})

test('a property that nobody reads stops with its name', () => {
  const [bus] = resolveDeployment([messaging], URLS).resources('AWS::Events::EventBus')
  if (bus === undefined) throw new Error('no bus')
  expect(readProperties(bus, z.strictObject({ Name: z.string() }))).toEqual({ Name: 'bank' })
  expect(() => readProperties(bus, z.strictObject({}))).toThrow(/Messaging\/Bus.*Name/)
})
