import type { Explanation } from '#shared/domain/explain/explanation.ts'
import {
  type CustomerRequest,
  type SeeCustomerDependencies,
  seeCustomer,
} from '#shared/use-cases/customers/see-customer.ts'
import { type ExplainDependencies, explainDecisions } from '#shared/use-cases/explain-decisions.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'

export type CustomerDecisionDependencies = SeeCustomerDependencies & ExplainDependencies

export interface DecisionRequest extends CustomerRequest {
  /** The decision's key in the journal. */
  readonly entry: string
  /** IANA zone of the times in words; the customer's own unless told. */
  readonly timeZone?: string | undefined
}

/**
 * Why one decision came out as it did. Audited before it is answered.
 * @throws Refusal `no-such-decision`
 */
export const customerDecision =
  (dependencies: CustomerDecisionDependencies) =>
  async (request: DecisionRequest): Promise<Explanation> => {
    const { customerId, entry, timeZone } = request
    await seeCustomer(dependencies)(request, 'decision', entry)
    const explanation = await explainDecisions(dependencies)({ customerId, entry, timeZone })
    if (explanation.decisions.length > 0) return explanation
    throw new Refusal('not-found', 'no-such-decision', 'No such decision about this customer.')
  }
