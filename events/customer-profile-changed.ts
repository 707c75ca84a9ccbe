import * as z from 'zod/mini'
import { defineBankEvent } from '#events/contract.ts'
import {
  code,
  date,
  dateTime,
  email,
  field,
  identifier,
  line,
  list,
  locale,
  money,
  phone,
  prose,
  timeZone,
} from '#events/values.ts'

const riskTolerance = z.object({
  level: field(z.int().check(z.minimum(1), z.maximum(5)), '1 (cautious) to 5 (speculative)'),
  expiresOn: field(date, 'last day on which the assessment is in date'),
})

const vulnerability = z.object({
  reason: field(prose(200), 'why; no health details'),
  reviewOn: field(date, 'day on which a person looks at the mark again'),
})

const contact = z.object({
  fullName: field(line(200), 'as the customer is addressed (PII)'),
  email: field(z.optional(email), 'PII'),
  phone: field(z.optional(phone), 'mobile number (PII)'),
})

const consent = z.object({
  purpose: field(z.enum(['service', 'marketing']), 'what it allows'),
  channel: field(z.enum(['email', 'sms', 'push', 'inapp', 'phone']), 'by which way'),
  granted: field(z.boolean(), 'false: refused or withdrawn'),
  at: field(dateTime, 'when the customer said so'),
  proof: field(prose(500), 'where that is on record'),
})

/** Customer data, whole or in part. */
export const customerProfileChanged = defineBankEvent({
  name: 'CustomerProfileChanged',
  summary:
    'Facts about a customer that changed, any of them: a field that is absent says nothing, the newest fact wins.',
  data: z.object({
    customerId: field(identifier, 'the customer, pseudonymous'),
    birthDate: field(z.optional(date), 'date of birth, Gregorian'),
    birthCalendar: field(
      z.optional(z.enum(['gregorian', 'chinese'])),
      'by which calendar birthdays are kept',
    ),
    timeZone: field(z.optional(timeZone), 'where the customer lives; quiet hours and due days follow it'),
    locale: field(z.optional(locale), 'language of messages'),
    customerSince: field(z.optional(date), 'first day as a customer'),
    financialAssets: field(z.optional(money), 'assets with the bank, all accounts'),
    riskTolerance: field(z.optional(riskTolerance), 'suitability assessment'),
    relationshipManagerId: field(z.optional(identifier), 'who gets the tasks'),
    branchId: field(z.optional(identifier), 'who gets them where there is no manager'),
    vulnerability: field(
      z.optional(z.nullable(vulnerability)),
      'mark of a vulnerable customer; null takes it away',
    ),
    openComplaint: field(z.optional(z.boolean()), 'true: no marketing'),
    personalisation: field(z.optional(z.boolean()), 'false: no personalised marketing'),
    products: field(z.optional(list(code, 0, 50)), 'codes of all products held; replaces the list before'),
    contact: field(z.optional(contact), 'addresses; replaces the ones before, kept apart from the profile'),
    consents: field(
      z.optional(list(consent, 0, 20)),
      'consents given or withdrawn; others stay as they were',
    ),
  }),
  example: {
    customerId: 'C1042',
    birthDate: '1949-06-02',
    timeZone: 'Europe/Prague',
    locale: 'cs-CZ',
    customerSince: '1998-04-01',
    financialAssets: { minorUnits: 184_500_000, currency: 'CZK' },
    relationshipManagerId: 'RM7',
    vulnerability: null,
    products: ['current-account', 'debit-card'],
    contact: { fullName: 'Jana Nováková', email: 'jana.novakova@example.com', phone: '+420601234567' },
    consents: [
      {
        purpose: 'marketing',
        channel: 'email',
        granted: true,
        at: '2025-11-03T09:12:00+01:00',
        proof: 'online banking, consent form 12',
      },
    ],
  },
})
export type CustomerProfileChanged = z.infer<typeof customerProfileChanged.detailSchema>
