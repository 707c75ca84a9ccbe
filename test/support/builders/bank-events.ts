import type { BankEventName, BankEventNamed } from '#events/registry.ts'

type Data<Name extends BankEventName> = BankEventNamed<Name>['detail']['data']

let count = 0

/** An EventBridge envelope as it stands in the queue. Ids are fresh unless given. */
export const envelope = <Name extends BankEventName>(
  name: Name,
  data: Data<Name>,
  { eventId = `event-${++count}`, occurredAt = '2026-06-01T12:00:00+02:00' } = {},
) => ({
  version: '0',
  id: `envelope-${eventId}`,
  'detail-type': name,
  source: 'bank.core',
  account: '000000000000',
  time: '2026-06-01T10:00:00Z',
  region: 'eu-central-1',
  resources: [],
  detail: { metadata: { eventId, occurredAt, version: 1 }, data },
})

const crowns = (minorUnits: number) => ({ minorUnits, currency: 'CZK' })

/** Minor units; balances and limits of the default settings are 100,000 and 4,000,000. */
export const transaction = (
  customerId: string,
  amount: number,
  balanceAfter: number,
  stamp: { eventId?: string; occurredAt?: string } = {},
  differs: Partial<Data<'TransactionPosted'>> = {},
) =>
  envelope(
    'TransactionPosted',
    {
      customerId,
      accountId: `A-${customerId}`,
      transactionId: stamp.eventId ?? `T-${++count}`,
      amount: crowns(amount),
      balanceAfter: crowns(balanceAfter),
      kind: 'cash',
      ...differs,
    },
    stamp,
  )

export const profileChanged = (
  customerId: string,
  differs: Partial<Data<'CustomerProfileChanged'>> = {},
  stamp: { eventId?: string; occurredAt?: string } = {},
) =>
  envelope(
    'CustomerProfileChanged',
    {
      customerId,
      birthDate: '1980-03-15',
      timeZone: 'Europe/Prague',
      locale: 'cs-CZ',
      customerSince: '2010-01-01',
      contact: { fullName: 'Anna Nováková', email: 'anna@example.com', phone: '+420600000001' },
      ...differs,
    },
    stamp,
  )
