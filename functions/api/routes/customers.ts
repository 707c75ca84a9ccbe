import * as z from 'zod/mini'
import { customerBody, customerSchema } from '#functions/api/bodies/customer.ts'
import {
  decisionItem,
  decisionItemSchema,
  timelineItem,
  timelineItemSchema,
} from '#functions/api/bodies/timeline.ts'
import { type Page, pageSchema } from '#functions/api/http/paging.ts'
import { defineRoute, type RequestContext, routesOf } from '#functions/api/http/route.ts'
import { isTimeZone } from '#shared/domain/calendar/zone-offset.ts'
import { explanationLines } from '#shared/domain/explain/explanation-lines.ts'
import { entryOfId } from '#shared/domain/message/entry-id.ts'
import { closedBy } from '#shared/domain/profile/customer-profile.ts'
import {
  type CustomerConsentsDependencies,
  customerConsents,
} from '#shared/use-cases/customers/customer-consents.ts'
import {
  type CustomerDecisionDependencies,
  customerDecision,
} from '#shared/use-cases/customers/customer-decision.ts'
import {
  type CustomerProfileDependencies,
  customerProfile,
} from '#shared/use-cases/customers/customer-profile.ts'
import { customerDecisions, customerTimeline } from '#shared/use-cases/customers/customer-timeline.ts'

export interface CustomerDependencies {
  readonly customers: CustomerProfileDependencies &
    CustomerDecisionDependencies &
    CustomerConsentsDependencies
}

const roles = ['relationship-manager', 'compliance'] as const

/** As the bank's events write it (events/values.ts). */
const customerId = z.string().check(z.maxLength(64), z.regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/))
const params = z.object({ customerId })

const instant = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((text: string) => new Date(text)),
)
const range = z.strictObject({ from: z.optional(instant), to: z.optional(instant) })

const noSuchCustomer = 'no-such-customer: there is none, or none of the caller’s'

const requestOf = (id: string, { caller, requestId, now }: RequestContext) => ({
  ...{ customerId: id, caller, requestId, now },
})

const pageOf = ({ limit, after }: Page) => ({ limit, before: after })

const profile = defineRoute({
  method: 'get',
  path: '/v1/customers/{customerId}',
  operationId: 'getCustomer',
  tag: 'customers',
  summary: 'A customer’s profile, with name and addresses',
  description:
    'Managers see customers whose profile names them, heads of a branch the branch’s, compliance all. Heads do not see why a customer is marked vulnerable. Each read, and each refused one, stands in the audit table.',
  roles,
  reads: 'pii',
  request: { params },
  responses: { 200: { description: 'The customer', schema: customerSchema }, 404: noSuchCustomer },
  handle: async (input, { customers }: CustomerDependencies) => ({
    status: 200,
    body: customerBody(await customerProfile(customers)(requestOf(input.params.customerId, input))),
  }),
})

const timeline = defineRoute({
  method: 'get',
  path: '/v1/customers/{customerId}/timeline',
  operationId: 'getCustomerTimeline',
  tag: 'customers',
  summary: 'Decisions, messages, tasks and conversions of a customer, the newest first',
  description: '`from` is included, `to` is not.',
  roles,
  reads: 'pii',
  request: { params, query: range, paged: true },
  responses: {
    200: { description: 'A page of the timeline', schema: pageSchema(timelineItemSchema) },
    404: noSuchCustomer,
  },
  handle: async (input, { customers }: CustomerDependencies) => {
    const request = requestOf(input.params.customerId, input)
    const { entries, next } = await customerTimeline(customers)({
      ...{ ...request, ...input.query, ...pageOf(input.page) },
    })
    return { status: 200, body: { items: entries.map(timelineItem), next } }
  },
})

const decisions = defineRoute({
  method: 'get',
  path: '/v1/customers/{customerId}/decisions',
  operationId: 'listCustomerDecisions',
  tag: 'customers',
  summary: 'What was decided about a customer, the newest first',
  description: '`from` is included, `to` is not.',
  roles,
  reads: 'pii',
  request: { params, query: range, paged: true },
  responses: {
    200: { description: 'A page of decisions', schema: pageSchema(decisionItemSchema) },
    404: noSuchCustomer,
  },
  handle: async (input, { customers }: CustomerDependencies) => {
    const request = requestOf(input.params.customerId, input)
    const { entries, next } = await customerDecisions(customers)({
      ...{ ...request, ...input.query, ...pageOf(input.page) },
    })
    const items = entries.flatMap((entry) => (entry.kind === 'decision' ? [decisionItem(entry)] : []))
    return { status: 200, body: { items, next } }
  },
})

const explanationSchema = z.strictObject({
  customerId: z.string(),
  timeZone: z.string(),
  /** The explanation in words, line by line. */
  lines: z.array(z.strictObject({ indent: z.int(), text: z.string(), tone: z.string() })),
  /** The same for programs: every gate of every campaign, with what it saw. */
  decision: z.record(z.string(), z.unknown()),
})

const decision = defineRoute({
  method: 'get',
  path: '/v1/customers/{customerId}/decisions/{decisionId}',
  operationId: 'explainCustomerDecision',
  tag: 'customers',
  summary: 'Why one decision came out as it did',
  roles,
  reads: 'pii',
  request: {
    params: z.object({ customerId, decisionId: z.string().check(z.minLength(1), z.maxLength(1_400)) }),
    query: z.strictObject({
      language: z._default(z.enum(['en', 'zh-CN']), 'en'),
      timeZone: z.optional(z.string().check(z.maxLength(64), z.refine(isTimeZone))),
    }),
  },
  responses: {
    200: { description: 'The explanation', schema: explanationSchema },
    404: `${noSuchCustomer}; no-such-decision`,
  },
  handle: async (input, { customers }: CustomerDependencies) => {
    const { customerId: id, decisionId } = input.params
    const { language, timeZone } = input.query
    const explanation = await customerDecision(customers)({
      ...{ ...requestOf(id, input), entry: entryOfId(decisionId) ?? '', timeZone },
    })
    const lines = explanationLines(explanation, language === 'en' ? 'en' : 'zh')
    return {
      status: 200,
      body: {
        ...{ customerId: id, timeZone: explanation.timeZone },
        lines: lines.map(({ indent, text, tone }) => ({ indent, text, tone })),
        decision: { ...explanation.decisions[0] },
      },
    }
  },
})

const purposes = z.optional(z.array(z.enum(['service', 'marketing'])))

const consents = defineRoute({
  method: 'get',
  path: '/v1/customers/{customerId}/consents',
  operationId: 'listCustomerConsents',
  tag: 'customers',
  summary: 'What a customer consented to, and where that is on record',
  roles,
  reads: 'pii',
  request: { params },
  responses: {
    200: {
      description: 'Consents, and what closes a channel whatever was consented to',
      schema: z.strictObject({
        consents: z.array(
          z.strictObject({
            ...{ purpose: z.string(), channel: z.string(), granted: z.boolean() },
            ...{ at: z.optional(z.string()), proof: z.optional(z.string()) },
          }),
        ),
        closed: z.array(
          z.strictObject({ channel: z.string(), reason: z.string(), since: z.string(), closedTo: purposes }),
        ),
      }),
    },
    404: noSuchCustomer,
  },
  handle: async (input, { customers }: CustomerDependencies) => {
    const shown = await customerConsents(customers)(requestOf(input.params.customerId, input))
    const closed = shown.closed.map(({ channel, reason, since, closedTo = closedBy[reason] }) => ({
      ...{ channel, reason, since, closedTo },
    }))
    return { status: 200, body: { consents: shown.consents, closed } }
  },
})

export const customerRoutes = routesOf<CustomerDependencies>([
  profile,
  timeline,
  decisions,
  decision,
  consents,
])
