import * as z from 'zod/mini'
import { type BankEventMetadata, metadataSchema } from '#events/metadata.ts'

/** EventBridge pattern that matches everything banks publish, names nobody knows among them: those get parked. */
export const anyBankEventPattern = { source: [{ prefix: 'bank.' }] } as const

/** One event of the bus: its name, its shape, an example that is valid, and the pattern that selects it. */
export interface BankEventContract<Name extends string = string, Data extends z.ZodMiniType = z.ZodMiniType> {
  readonly name: Name
  /** One sentence for the catalogue. */
  readonly summary: string
  readonly dataSchema: Data
  /** Shape of the EventBridge entry's `detail`. */
  readonly detailSchema: z.ZodMiniObject<{ metadata: typeof metadataSchema; data: Data }, z.core.$strip>
  readonly example: { readonly metadata: BankEventMetadata; readonly data: z.output<Data> }
  readonly pattern: {
    readonly source: readonly [{ readonly prefix: 'bank.' }]
    readonly 'detail-type': readonly [Name]
  }
}

/** What one event's file says about it; the frame around `data` is the same for all. */
export interface BankEventDefinition<Name extends string, Data extends z.ZodMiniType> {
  readonly name: Name
  readonly summary: string
  readonly data: Data
  /** An example of `data`. */
  readonly example: z.output<NoInfer<Data>>
}

/** Makes the contract of one bank event. */
export const defineBankEvent = <const Name extends string, Data extends z.ZodMiniType>({
  name,
  summary,
  data,
  example,
}: BankEventDefinition<Name, Data>): BankEventContract<Name, Data> => ({
  name,
  summary,
  dataSchema: data,
  detailSchema: z.object({ metadata: metadataSchema, data }),
  example: {
    metadata: { eventId: `example-${name}`, occurredAt: '2026-03-27T12:00:00+01:00', version: 1 },
    data: example,
  },
  pattern: { source: anyBankEventPattern.source, 'detail-type': [name] },
})
