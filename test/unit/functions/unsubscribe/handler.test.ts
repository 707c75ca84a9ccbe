import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { signUnsubscription } from '#shared/domain/unsubscribe/token.ts'

const tables = mockClient(DynamoDBDocumentClient)
const secrets = mockClient(SecretsManagerClient)
const secret = 's'.repeat(44)
const token = signUnsubscription(
  { customerId: 'C1', channel: 'email', campaignId: 'savings-offer', campaignVersion: 2 },
  { current: 'k1', keys: new Map([['k1', secret]]) },
)

const environment = {
  CUSTOMERS_TABLE: 'customers',
  AUDIT_TABLE: 'audit',
  CAMPAIGNS_TABLE: 'campaigns',
  UNSUBSCRIBE_SECRET_ARN: 'arn',
  AWS_REGION: 'eu-central-1',
  POWERTOOLS_METRICS_DISABLED: 'true',
}

beforeEach(() => {
  vi.resetModules()
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  for (const mock of [tables, secrets]) mock.reset()
  secrets.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify({ current: 'k1', k1: secret }) })
  tables.on(TransactWriteCommand).resolves({})
})
afterEach(() => vi.unstubAllEnvs())

/** As API Gateway sends it: a form comes as base64. */
const call = async (
  method = 'POST',
  pathParameters: Record<string, string> | undefined = { token },
  { routeKey = 'ANY /u/{token}', form = 'List-Unsubscribe=One-Click' } = {},
) => {
  const { handler } = await import('#functions/unsubscribe/handler.ts')
  const event = {
    routeKey,
    requestContext: { http: { method } },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(form).toString('base64'),
    isBase64Encoded: true,
    pathParameters,
  }
  const answer: APIGatewayProxyStructuredResultV2 = await handler(
    event as unknown as APIGatewayProxyEventV2,
    {} as Context,
  )
  return answer
}

const cancelledBy = (...codes: readonly string[]) =>
  new TransactionCanceledException({
    message: '',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  })

const written = () => tables.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input)

describe('the handler of unsubscribe', () => {
  it('writes profile, audit and counter in one transaction', async () => {
    expect((await call()).statusCode).toBe(200)
    expect(written()).toMatchObject([
      {
        TransactItems: [
          {
            Update: {
              TableName: 'customers',
              Key: { customerId: 'C1', item: 'profile' },
              ExpressionAttributeNames: { '#r0': 'suppressed:email:unsubscribed' },
              ExpressionAttributeValues: { ':r0': { x: { reason: 'unsubscribed' } } },
            },
          },
          {
            Put: {
              TableName: 'audit',
              Item: { subject: 'customer#C1', action: 'unsubscribed', campaign: 'savings-offer@2' },
              ConditionExpression: 'attribute_not_exists(#entry)',
            },
          },
          {
            Update: {
              TableName: 'campaigns',
              Key: { entry: expect.stringMatching(/^v000002#_#email#/) },
            },
          },
        ],
      },
    ])
  })

  it('writes one such transaction for each channel that was chosen on the other page', async () => {
    const page = { routeKey: 'ANY /p/{token}', form: 'channel=sms&channel=inapp&stop=chosen' }
    expect((await call('POST', { token }, page)).statusCode).toBe(200)
    const attributes = written().map(
      ({ TransactItems }) => TransactItems?.[0]?.Update?.ExpressionAttributeNames?.['#r0'],
    )
    expect(attributes).toEqual(['suppressed:sms:unsubscribed', 'suppressed:inapp:unsubscribed'])
    expect((await call('POST', { token }, { ...page, form: 'List-Unsubscribe=One-Click' })).statusCode).toBe(
      400,
    )
    expect(written()).toHaveLength(2)
  })

  it('takes a condition that fails for one who has unsubscribed already', async () => {
    tables.on(TransactWriteCommand).rejects(cancelledBy('ConditionalCheckFailed', 'None'))
    expect((await call()).statusCode).toBe(200)
    expect(written()).toHaveLength(1)
  })

  it('tries again where something else wrote to the profile at the same instant', async () => {
    tables.on(TransactWriteCommand).rejectsOnce(cancelledBy('TransactionConflict', 'None')).resolves({})
    expect((await call()).statusCode).toBe(200)
    expect(written()).toHaveLength(2)
  })

  it('asks the reader to try again where the database fails, and shows nothing of why', async () => {
    tables.on(TransactWriteCommand).rejects(new Error('table of C1 is down'))
    const answer = await call()
    expect(answer.statusCode).toBe(503)
    expect(answer.body).toContain('try again')
    expect(answer.body).not.toMatch(/C1|table|Error/)
  })

  it('does not say that somebody is unsubscribed while keys cannot be had', async () => {
    secrets.on(GetSecretValueCommand).rejects(new Error('down'))
    expect((await call()).statusCode).toBe(503)
    secrets.on(GetSecretValueCommand).resolves({ SecretString: '{}' })
    expect((await call()).statusCode).toBe(503)
    expect(written()).toEqual([])
  })

  it('refuses what names no token without writing', async () => {
    expect((await call('POST', { token: 'x' })).statusCode).toBe(404)
    expect((await call('GET', undefined)).statusCode).toBe(200)
    expect(written()).toEqual([])
  })
})
