import type { APIGatewayProxyEventV2, APIGatewayProxyResult, Context } from 'aws-lambda'
import { handle as honoHandler } from 'hono/aws-lambda'
import { apiEnv } from '#functions/api/env.ts'
import { createApi } from '#functions/api/http/api.ts'
import { allRoutes } from '#functions/api/routes/all.ts'
import { apiDependencies } from '#functions/api/tables.ts'
import { errorReport } from '#shared/lambda/error-report.ts'
import { createIdempotency } from '#shared/lambda/idempotency.ts'
import { wireFunction } from '#shared/lambda/wire-function.ts'
import { IDEMPOTENCY_COLLECTION } from '#shared/tables/campaigns.ts'

const wired = wireFunction('api', apiEnv)
const { env, log, client, handle } = wired

const idempotency = createIdempotency({
  client,
  tableName: env.CAMPAIGNS_TABLE,
  collection: IDEMPOTENCY_COLLECTION,
})

const answer = honoHandler(
  createApi({
    routes: allRoutes,
    dependencies: apiDependencies(wired),
    idempotency,
    now: () => new Date(),
    log,
    describeError: errorReport,
  }),
)

/** The adapter builds a Request, which takes no body with these methods; HTTP lets them have one without a meaning. */
const withoutIdleBody = ({ body, ...event }: APIGatewayProxyEventV2): APIGatewayProxyEventV2 => {
  const idle = ['GET', 'HEAD'].includes(event.requestContext.http.method)
  return idle || body === undefined ? event : { ...event, body }
}

export const handler = handle(
  (event: APIGatewayProxyEventV2, context: Context): Promise<APIGatewayProxyResult> => {
    idempotency.begin(context)
    return answer(withoutIdleBody(event) as never, context as never)
  },
)
