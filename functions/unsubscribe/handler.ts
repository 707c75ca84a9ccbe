import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { answerWith, type PageAnswer, type PageRequest } from '#functions/unsubscribe/answer.ts'
import { unsubscribeEnv } from '#functions/unsubscribe/env.ts'
import { preferences } from '#functions/unsubscribe/preferences.ts'
import { unsubscribe } from '#functions/unsubscribe/unsubscribe.ts'
import { resultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { createUnsubscriptions } from '#shared/adapters/dynamodb/unsubscriptions.ts'
import { createUnsubscribeKeys } from '#shared/adapters/secrets/unsubscribe-keys.ts'
import { errorReport } from '#shared/lambda/error-report.ts'
import { wireFunction } from '#shared/lambda/wire-function.ts'

/** The settings say which day it is at the bank; campaigns are not looked at here. */
const SETTINGS_KEPT_MS = 60_000

const { env, log, counters, documentClient, settingsReader, handle } = wireFunction(
  'unsubscribe',
  unsubscribeEnv,
)

const campaigns = settingsReader(env.CAMPAIGNS_TABLE, SETTINGS_KEPT_MS)

const dependencies = {
  keys: createUnsubscribeKeys({
    client: new SecretsManagerClient(),
    secretId: env.UNSUBSCRIBE_SECRET_ARN,
    now: Date.now,
  }),
  unsubscriptions: createUnsubscriptions({
    documentClient,
    customersTable: env.CUSTOMERS_TABLE,
    auditTable: env.AUDIT_TABLE,
    results: resultsTarget(env.CAMPAIGNS_TABLE, campaigns),
  }),
  now: () => new Date(),
  counters,
}

/** By the first segment of the path; a route leads to each, and to nothing else. */
const pages = { u: unsubscribe(dependencies), p: preferences(dependencies) }

/** Payload format 2.0; API Gateway writes header names in lower case, and encodes form bodies as base64. */
const requestOf = ({
  requestContext,
  pathParameters,
  headers,
  body,
  isBase64Encoded,
}: APIGatewayProxyEventV2) => ({
  method: requestContext.http.method,
  token: pathParameters?.token ?? '',
  body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  contentType: headers['content-type'],
  acceptLanguage: headers['accept-language'],
})

const pageOf = ({ routeKey }: APIGatewayProxyEventV2): keyof typeof pages =>
  routeKey === 'ANY /p/{token}' ? 'p' : 'u'

/** A failure is told to the reader as a page, to us by its kind, and to nobody by its text. */
const answerOrApologise = async (request: PageRequest, page: keyof typeof pages): Promise<PageAnswer> => {
  try {
    return await pages[page](request)
  } catch (error) {
    log.error('a request to unsubscribe failed', errorReport(error))
    counters.count('UnsubscribeFailed')
    return answerWith(503, 'later', request)
  }
}

export const handler = handle(
  async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { status, headers, body } = await answerOrApologise(requestOf(event), pageOf(event))
    return { statusCode: status, headers: { ...headers }, body }
  },
)
