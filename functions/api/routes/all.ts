import type { Route } from '#functions/api/http/route.ts'
import { meRoutes } from '#functions/api/routes/me.ts'
import { type OpenApiDependencies, openApiRoutes } from '#functions/api/routes/openapi.ts'

/** What the routes of all areas depend on; tables.ts provides it. */
export type ApiDependencies = OpenApiDependencies

/** Every route, an area a line. */
export const allRoutes: readonly Route<ApiDependencies>[] = [...openApiRoutes, ...meRoutes]
