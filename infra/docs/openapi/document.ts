import * as z from 'zod/mini'
import { createDocument } from 'zod-openapi'
import { problemSchema } from '#functions/api/http/problem.ts'
import type { Route } from '#functions/api/http/route.ts'
import { formatted } from '#infra/docs/format.ts'
import { operationOf } from '#infra/docs/openapi/operation.ts'
import { sharedParts } from '#infra/docs/openapi/shared-parts.ts'
import { campaignSchema } from '#shared/domain/campaign/campaign.ts'
import { conditionSchema } from '#shared/domain/campaign/condition.ts'
import { shapesByKey } from '#shared/domain/campaign/shape-by-key.ts'
import { settingsSchema } from '#shared/domain/settings.ts'

/** What stands in the document once, under its name, and is referred to. */
const components = {
  Campaign: campaignSchema,
  Condition: conditionSchema,
  Settings: settingsSchema,
  Problem: problemSchema,
} as const

/**
 * A schema that chooses among shapes says nothing of itself to a document: here it becomes their union. Nothing is parsed
 * with it afterwards; this runs in `npm run docs` alone.
 */
const describeShapes = (): void => {
  for (const { schema, shapes } of shapesByKey) {
    const union = z.union(shapes() as [z.ZodMiniType, ...z.ZodMiniType[]])
    Object.assign((schema as z.ZodMiniPipe)._zod.def, { in: union, out: union })
  }
}

/** Schemas that several routes have in common, by the name of the first: `listTasks` has `ListTasksAnswer`. */
const common = (routes: readonly Route<never>[]): ReadonlyMap<z.ZodMiniType, string> => {
  const named = routes.flatMap(({ operationId, request, responses }) => {
    const name = `${operationId[0]?.toUpperCase()}${operationId.slice(1)}`
    const answers = Object.values(responses).flatMap((each) =>
      typeof each === 'object' && each.schema !== undefined ? [each.schema] : [],
    )
    return [
      ...answers.map((schema) => [schema, `${name}Answer`] as const),
      ...(request.body ? [[request.body, `${name}Body`] as const] : []),
    ]
  })
  const several = named.filter(([schema], index) => named.findIndex(([each]) => each === schema) < index)
  return new Map(several.map(([schema]) => [schema, named.find(([each]) => each === schema)?.[1] ?? '']))
}

const name = (routes: readonly Route<never>[]): void => {
  for (const [schema, id] of common(routes)) z.globalRegistry.add(schema, { id })
  for (const [id, schema] of Object.entries(components)) z.globalRegistry.add(schema, { id })
}

const pathsOf = (routes: readonly Route<never>[]) => {
  const paths: Record<string, Record<string, ReturnType<typeof operationOf>>> = {}
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) }
  return Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** @param path of the file that it becomes: it is formatted as such */
export const openApiDocument = (routes: readonly Route<never>[], path: string): string => {
  describeShapes()
  name(routes)
  const document = createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Bellwether',
        version: '1',
        description: 'Campaigns, launches, customers and tasks of a bank. Who may do what: docs/access.md.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      security: [{ idToken: [] }],
      components: {
        schemas: components,
        ...sharedParts(),
        securitySchemes: { idToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
      paths: pathsOf(routes),
    },
    { reused: 'inline', cycles: 'ref' },
  )
  return formatted(path, JSON.stringify(document))
}
