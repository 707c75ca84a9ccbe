import { describe, expect, it } from 'vitest'
import { synthesized } from '#test/infra/synthesized.ts'

const { resources, output } = synthesized()
const topic = output('RepliesTopicArn')
const queue = output('RepliesQueueUrl')
const deadLetters = output('RepliesDlqUrl')
const key = resources('AWS::KMS::Key').find(({ id }) => id === queue.properties.KmsMasterKeyId)

const ofThisAccount = { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } }
const statementsOf = (type: string, list: string, id: string) =>
  resources(type)
    .filter(({ properties }) => properties[list].includes(id))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement)

describe('replies to SMS', () => {
  it('have a key of their own on all of their way', () => {
    const users = [...resources('AWS::SQS::Queue'), ...resources('AWS::SNS::Topic')].filter(
      ({ properties }) => properties.KmsMasterKeyId === key?.id,
    )
    expect(users.map(({ id }) => id).sort()).toEqual([topic.id, queue.id, deadLetters.id].sort())
  })

  it('may be published by End User Messaging for this account only, and handed over by their topic only', () => {
    expect(statementsOf('AWS::SNS::TopicPolicy', 'Topics', topic.id)).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'sms-voice.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topic.id,
        Condition: ofThisAccount,
      }),
    )
    for (const each of [queue, deadLetters])
      expect(
        statementsOf('AWS::SQS::QueuePolicy', 'Queues', each.id).filter(({ Effect }) => Effect === 'Allow'),
      ).toEqual([
        expect.objectContaining({
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Condition: { ArnEquals: { 'aws:SourceArn': topic.id } },
        }),
      ])
  })

  it('may be encrypted on their way by the two services, for this account only', () => {
    const services = key?.properties.KeyPolicy.Statement.filter(
      ({ Principal }: { Principal: object }) => 'Service' in Principal,
    )
    expect(services).toEqual([
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: ['sms-voice.amazonaws.com', 'sns.amazonaws.com'] },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Condition: ofThisAccount,
      }),
    ])
  })

  it('come to their queue in the envelope, which says when they were sent, and are set aside where they cannot', () => {
    const subscriptions = resources('AWS::SNS::Subscription').filter(
      ({ properties }) => properties.TopicArn === topic.id,
    )
    expect(subscriptions.map(({ properties }) => properties)).toEqual([
      {
        TopicArn: topic.id,
        Protocol: 'sqs',
        Endpoint: queue.id,
        RedrivePolicy: { deadLetterTargetArn: deadLetters.id },
      },
    ])
  })

  it('are taken over TLS only', () => {
    expect(statementsOf('AWS::SNS::TopicPolicy', 'Topics', topic.id)).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 'sns:Publish',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    )
  })
})
