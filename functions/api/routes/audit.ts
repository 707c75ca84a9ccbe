import * as z from 'zod/mini'
import { pageSchema } from '#functions/api/http/paging.ts'
import { defineRoute, routesOf } from '#functions/api/http/route.ts'
import type { AuditReader } from '#shared/ports/audit-reader.ts'

export interface AuditDependencies {
  readonly auditReader: AuditReader
}

const instant = z.iso.datetime({ offset: true })
const lineSchema = z.strictObject({
  at: z.string(),
  action: z.string(),
  by: z.string(),
  name: z.optional(z.string()),
  groups: z.optional(z.array(z.string())),
  requestId: z.optional(z.string()),
  details: z.record(z.string(), z.unknown()),
})

/** As sort keys have it: in UTC, with milliseconds. */
const utc = (at: string | undefined): string | undefined => at && new Date(at).toISOString()

const read = defineRoute({
  method: 'get',
  path: '/v1/audit/{subject}',
  operationId: 'readAudit',
  tag: 'audit',
  summary: 'Who changed or read what, the newest first',
  description:
    'Subjects: campaign#ID, customer#ID, segment#ID, settings#engine; the # is written %23 in an address.',
  roles: ['compliance'],
  request: {
    params: z.strictObject({
      subject: z
        .string()
        .check(
          z.maxLength(300),
          z.regex(/^(?:campaign|customer|segment|settings|task|launch|reach|simulation)#[^\s]+$/),
        ),
    }),
    query: z.strictObject({ from: z.optional(instant), to: z.optional(instant) }),
    paged: true,
  },
  responses: { 200: { description: 'Lines', schema: pageSchema(lineSchema) } },
  handle: async ({ params: { subject }, query: { from, to }, page }, { auditReader }: AuditDependencies) => ({
    status: 200,
    body: await auditReader.lines({ subject, from: utc(from), to: utc(to), ...page }),
  }),
})

export const auditRoutes = routesOf<AuditDependencies>([read])
