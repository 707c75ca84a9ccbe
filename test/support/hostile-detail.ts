import * as z from 'zod/mini'
import { bankEventContracts } from '#events/registry.ts'
import type { Random } from '#test/support/random.ts'

/** A `detail` on its way to being bad, and the name it will be published under. */
export interface Draft {
  detailType: string
  detail: Record<string, unknown>
}

export type EventName = (typeof bankEventContracts)[number]['name']

const contractOf = new Map<string, (typeof bankEventContracts)[number]>(
  bankEventContracts.map((contract) => [contract.name, contract]),
)

const requiredOf = (schema: z.ZodMiniType): string[] => z.toJSONSchema(schema).required ?? []

/** Places that every event of the name must have. */
const requiredPaths = new Map<string, readonly [string, ...string[]]>(
  bankEventContracts.map(({ name, dataSchema }) => [
    name,
    [
      'metadata',
      'data',
      'metadata.eventId',
      'metadata.occurredAt',
      'metadata.version',
      ...requiredOf(dataSchema).map((field) => `data.${field}`),
    ],
  ]),
)

export const aRequiredPath = (random: Random, { detailType }: Draft): string =>
  random.pick(requiredPaths.get(detailType) ?? ['data'])

/** A good event of one name, with an id and a customer of its own. */
export const goodDraft = (detailType: EventName, id: string): Draft => {
  const detail: Record<string, unknown> = structuredClone({ ...contractOf.get(detailType)?.example })
  const draft = { detailType, detail }
  put(draft, 'metadata.eventId', id)
  if (detailType !== 'BankEventBatch') put(draft, 'data.customerId', `H-${id}`)
  return draft
}

const holderOf = ({ detail }: Draft, keys: readonly string[]): Record<string, unknown> => {
  let holder = detail
  for (const key of keys) holder = holder[key] as Record<string, unknown>
  return holder
}

/** Puts a value at a dotted path. */
export const put = (draft: Draft, path: string, value: unknown): void => {
  const keys = path.split('.')
  holderOf(draft, keys.slice(0, -1))[keys.at(-1) ?? ''] = value
}

export const remove = (draft: Draft, path: string): void => {
  const keys = path.split('.')
  delete holderOf(draft, keys.slice(0, -1))[keys.at(-1) ?? '']
}

/** Stands in a draft for JSON text that no value serializes to, such as `1e400`. */
export class RawJson {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toJSON(): string {
    return `\u0001raw:${Buffer.from(this.text).toString('base64')}\u0001`
  }
}

/** JSON text of a draft's detail, raw pieces as they are. */
export const detailText = ({ detail }: Draft): string =>
  JSON.stringify(detail).replace(/"\\u0001raw:([A-Za-z0-9+/=]*)\\u0001"/g, (_, base64: string) =>
    Buffer.from(base64, 'base64').toString(),
  )
