import { expect, it } from 'vitest'
import { type Deployment, resolveDeployment } from '#infra/local/template.ts'
import { createTopics } from '#infra/local/topics.ts'

const deploymentOf = (Resources: Record<string, object>): Deployment =>
  resolveDeployment([{ name: 'S', template: { Resources, Outputs: {} } as never, assets: {} }], {
    sqs: 'http://127.0.0.1:1',
    httpApi: 'http://127.0.0.1:2',
    issuer: 'http://127.0.0.1:3',
  })

const topic = { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'Replies' } }
const queue = { Type: 'AWS::SQS::Queue', Properties: {} }
const subscription = (more: object = {}) => ({
  Type: 'AWS::SNS::Subscription',
  Properties: {
    TopicArn: { Ref: 'Topic' },
    Protocol: 'sqs',
    Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
    ...more,
  },
})
const at = new Date('2026-03-10T09:00:00Z')

it('hands what is published to the queue that has subscribed, in an envelope that says when', async () => {
  const delivered: [string, unknown][] = []
  const deployment = deploymentOf({ Topic: topic, Queue: queue, Subscription: subscription() })
  const publish = createTopics(deployment, async (arn, bodies) => {
    for (const body of bodies) delivered.push([arn, JSON.parse(body)])
  })
  const [topicArn, queueArn] = ['AWS::SNS::Topic', 'AWS::SQS::Queue'].map(
    (type) => deployment.resources(type)[0]?.arn ?? '',
  )
  await publish(`${topicArn}`, 'hello', at)
  expect(delivered).toEqual([
    [
      queueArn,
      expect.objectContaining({
        Type: 'Notification',
        TopicArn: topicArn,
        Message: 'hello',
        Timestamp: '2026-03-10T09:00:00.000Z',
      }),
    ],
  ])
})

it('does not lose what nobody has subscribed to', async () => {
  const publish = createTopics(deploymentOf({ Topic: topic }), async () => {})
  await expect(publish('arn:aws:sns:us-east-1:1:S-Topic', 'hello', at)).rejects.toThrow('nobody')
})

it.each([
  ['RawMessageDelivery', subscription({ RawMessageDelivery: true })],
  ['Protocol', subscription({ Protocol: 'email' })],
])('stops at what it does not play: %s', (name, wrong) => {
  const deployment = deploymentOf({ Topic: topic, Queue: queue, Subscription: wrong })
  expect(() => createTopics(deployment, async () => {})).toThrow(name)
})
