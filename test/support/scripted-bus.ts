import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge'
import { mockClient } from 'aws-sdk-client-mock'

/** What the bus says about one entry: undefined takes it. */
export type Verdict = (entry: PutEventsRequestEntry, request: number) => string | undefined

/**
 * An EventBridge whose answers are scripted and which keeps what it took. A verdict may throw: then the whole
 * request fails.
 */
export const scriptedBus = (verdict: Verdict = () => undefined) => {
  const requests: PutEventsRequestEntry[][] = []
  const taken: PutEventsRequestEntry[] = []
  const sleeps: number[] = []
  const client = new EventBridgeClient({ region: 'eu-central-1' })
  mockClient(client)
    .on(PutEventsCommand)
    .callsFake(({ Entries = [] }: { Entries?: PutEventsRequestEntry[] }) => {
      requests.push(Entries)
      const answers = Entries.map((entry): PutEventsResultEntry => {
        const code = verdict(entry, requests.length)
        return code === undefined
          ? { EventId: `id-${taken.length}` }
          : { ErrorCode: code, ErrorMessage: 'no' }
      })
      taken.push(...Entries.filter((_, i) => answers[i]?.ErrorCode === undefined))
      return {
        FailedEntryCount: answers.filter((answer) => answer.ErrorCode !== undefined).length,
        Entries: answers,
      }
    })
  const options = {
    client,
    busName: 'bank',
    random: () => 0.5,
    sleep: async (milliseconds: number) => void sleeps.push(milliseconds),
  }
  return { requests, taken, sleeps, options }
}
