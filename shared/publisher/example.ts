// The example of events/README.md, here so that it is compiled and tested.
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { publishBankEvents } from '#shared/publisher/publish-bank-events.ts'

/** Publishes one withdrawal; returns the reasons of what could not be sent. */
export const publishWithdrawal = async (client: EventBridgeClient, busName: string): Promise<string[]> => {
  const { failed } = await publishBankEvents(
    [
      {
        detailType: 'TransactionPosted',
        detail: {
          metadata: { eventId: 'T900155', occurredAt: '2026-03-27T12:00:00+01:00', version: 1 },
          data: {
            customerId: 'C1042',
            accountId: 'A77',
            transactionId: 'T900155',
            amount: { minorUnits: -4_500_000, currency: 'CZK' },
            balanceAfter: { minorUnits: 1_275_050, currency: 'CZK' },
            kind: 'cash',
          },
        },
      },
    ],
    { client, busName, source: 'bank.core' },
  )
  return failed.map(({ reason }) => reason)
}
