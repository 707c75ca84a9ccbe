import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { reactToEvents } from '#functions/react-to-events/react-to-events.ts'
import type { QueueRecord } from '#functions/react-to-events/read-records.ts'
import { createContactsWriter } from '#shared/adapters/dynamodb/contacts-writer.ts'
import { createDecisionRecorder } from '#shared/adapters/dynamodb/decision-recorder.ts'
import { createParking } from '#shared/adapters/dynamodb/parking.ts'
import { createProfileReader } from '#shared/adapters/dynamodb/profile-reader.ts'
import { createProfileStore } from '#shared/adapters/dynamodb/profile-store.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { mixSettings } from '#test/bench/mix/campaigns.ts'
import { LATER } from '#test/bench/throughput/records.ts'

/** What a run over all batches came to. */
export interface Outcome {
  readonly accepted: number
  /** Messages that went on to their queues. */
  readonly messages: number
}

const complain = (message: string, fields: object): never => {
  throw new Error(`${message} ${JSON.stringify(fields)}`)
}

/** React-to-events as its handler wires it, over one client; campaigns are in memory, queues take everything. */
export const reactor = (documentClient: DynamoDBDocumentClient, campaigns: readonly Campaign[]) => {
  const live = Promise.resolve(campaigns)
  const settings = Promise.resolve(mixSettings)
  let messages = 0
  const dependencies: Parameters<typeof reactToEvents>[1] = {
    profiles: createProfileStore({ documentClient, tableName: 'customers' }),
    reader: createProfileReader(documentClient, 'customers'),
    contacts: createContactsWriter({ documentClient, tableName: 'contacts' }),
    recorder: createDecisionRecorder({
      documentClient,
      journalTable: 'journal',
      customersTable: 'customers',
      campaignsTable: 'campaigns',
    }),
    parking: createParking({ documentClient, tableName: 'parked' }),
    campaigns: { liveCampaigns: () => live, settings: () => settings, version: async () => undefined },
    queues: {
      enqueue: async (deliveries) => {
        messages += deliveries.length
        return []
      },
    },
    conversions: { send: async () => [] },
    clock: (at) => at,
    wallClock: () => LATER,
    log: { info: complain, warn: complain, error: complain },
    describeError: (error) => ({ error: String(error) }),
  }

  /** @throws Error where a record fails or is refused */
  return async (batches: readonly (readonly QueueRecord[])[]): Promise<Outcome> => {
    let accepted = 0
    messages = 0
    for (const batch of batches) {
      const { tally } = await reactToEvents(batch, dependencies)
      accepted += tally.get('EventsAccepted') ?? 0
    }
    return { accepted, messages }
  }
}
