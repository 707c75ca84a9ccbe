import type { HistoryPage, HistoryQuery } from '#shared/ports/customer-history.ts'
import {
  type CustomerRequest,
  type SeeCustomerDependencies,
  seeCustomer,
} from '#shared/use-cases/customers/see-customer.ts'

export type TimelineRequest = CustomerRequest & Pick<HistoryQuery, 'from' | 'to' | 'before' | 'limit'>

const pageOf =
  (dependencies: SeeCustomerDependencies, read: 'timeline' | 'decisions', kind?: 'decision') =>
  async (request: TimelineRequest): Promise<HistoryPage> => {
    await seeCustomer(dependencies)(request, read)
    const { customerId, from, to, before, limit, now } = request
    return dependencies.history.page({ customerId, from, to, before, limit, now, kind })
  }

/** Decisions, messages, tasks and conversions of a customer, the newest first. Audited before it is answered. */
export const customerTimeline = (dependencies: SeeCustomerDependencies) => pageOf(dependencies, 'timeline')

/** What was decided about a customer, the newest first. Audited before it is answered. */
export const customerDecisions = (dependencies: SeeCustomerDependencies) =>
  pageOf(dependencies, 'decisions', 'decision')
