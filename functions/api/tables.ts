import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type * as z from 'zod/mini'
import type { apiEnv } from '#functions/api/env.ts'
import openApi from '#functions/api/openapi.json' with { type: 'json' }
import type { ApiDependencies } from '#functions/api/routes/all.ts'

/** What handler.ts has made of the environment. */
export interface Wired {
  readonly env: z.infer<typeof apiEnv>
  readonly documentClient: DynamoDBDocumentClient
}

/** The adapters behind the routes, an area a line. */
export const apiDependencies = (_wired: Wired): ApiDependencies => ({
  openApi,
})
