import { consentAttribute } from '#shared/domain/profile/customer-profile.ts'
import { factVersion } from '#shared/domain/profile/version.ts'
import { PROFILE_ITEM } from '#shared/tables/customers.ts'
import type { LoadedMessage } from '#test/faults/load/messages.ts'

/** Of registers: an instant before any message. */
const V = factVersion('2026-01-01T00:00:00.000Z', 'load')

/** A customer who has agreed to what comes. */
export const profileItem = ({ customerId, purpose, channel }: LoadedMessage) => ({
  customerId,
  item: PROFILE_ITEM,
  locale: { v: V, x: 'en' },
  timeZone: { v: V, x: 'Europe/Prague' },
  customerSince: { v: V, x: '2020-01-01' },
  reach: { v: V, x: ['email', 'phone'] },
  [consentAttribute(purpose, channel)]: { v: V, x: true },
})

/** @param index makes addresses differ */
export const contactItem = ({ customerId }: LoadedMessage, index: number) => ({
  customerId,
  contact: {
    fullName: `Eva Nováková ${index}`,
    email: `${customerId.toLowerCase()}@bank.example`,
    phone: `+4206${String(index).padStart(8, '0')}`,
  },
})
