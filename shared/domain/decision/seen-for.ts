import type { ReasonCode } from '#shared/domain/decision/reason-codes.ts'

/**
 * Which of a decision's recorded values a reason stands on, by the names that gates and fields give them. The audience
 * stands on the fields of its own condition, and a gate that looks only at the campaign on none.
 */
export const seenFor: Readonly<Record<ReasonCode, readonly string[]>> = {
  stopped: ['operations.service', 'operations.marketing'],
  'not-live': [],
  'not-valid': [],
  'signal-expired': ['signal.ageHours'],
  holdout: [],
  'customer-unknown': ['customer.known'],
  'account-closed': ['account.closedOn'],
  'no-consent': ['consent.service', 'consent.marketing'],
  suppressed: ['suppressed'],
  vulnerable: ['customer.vulnerable', 'vulnerability.reviewOn'],
  'care-first': ['customer.age', 'customer.vulnerable'],
  'open-complaint': ['customer.openComplaint'],
  'assessment-missing': ['riskTolerance.level'],
  'assessment-expired': ['riskTolerance.expiresOn'],
  unsuitable: ['riskTolerance.level'],
  'senior-risk': ['customer.age', 'riskTolerance.level'],
  distress: ['distress'],
  'no-personalisation': ['customer.personalisation'],
  audience: [],
  capped: ['recentContacts'],
  unreachable: ['reach'],
  'quiet-hours': ['local.hour', 'zone', 'zoneKnown'],
}
