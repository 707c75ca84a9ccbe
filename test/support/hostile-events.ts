import { bankEventContracts } from '#events/registry.ts'
import { detailText, goodDraft, put } from '#test/support/hostile-detail.ts'
import { badMember, type HostileKind, hostileKinds } from '#test/support/hostile-kinds.ts'
import { type Random, randomOf } from '#test/support/random.ts'

/** One entry that PutEvents takes and no contract does. */
export interface HostileEntry {
  /** Unique; stands in `Detail`, and followed by `-0`, `-1`, … in each bad member of a batch. */
  readonly marker: string
  readonly kind: string
  /** How many parked events it leads to: one, or the members of a batch whose frame is good. */
  readonly parked: number
  readonly entry: { readonly Source: string; readonly DetailType: string; readonly Detail: string }
}

export interface HostileOptions {
  readonly count: number
  readonly seed: number
}

const SOURCES = ['bank.core', 'bank.cards', 'bank.'] as const
const names = bankEventContracts.map(({ name }) => name)
const [firstName, ...otherNames] = names
const kinds: readonly [string, HostileKind][] = Object.entries(hostileKinds)

/** One in so many is large: few, because 10,000 entries of 900 KB would fill the machine. */
const LARGE_EVERY = 500
const LARGEST = 900_000

const anyName = (random: Random) => random.pick([firstName ?? 'TransactionPosted', ...otherNames])

const spoiled = (kind: string, { on, spoil }: HostileKind, marker: string, random: Random): HostileEntry => {
  const draft = goodDraft(on === undefined ? anyName(random) : random.pick(on), marker)
  spoil(draft, random)
  draft.detail.marker = marker
  const entry = { Source: random.pick(SOURCES), DetailType: draft.detailType, Detail: detailText(draft) }
  return { marker, kind, parked: 1, entry }
}

const batchOfBad = (marker: string, random: Random): HostileEntry => {
  const draft = goodDraft('BankEventBatch', marker)
  const members = Array.from({ length: random.int(1, 5) }, (_, i) => badMember(random, `${marker}-${i}`))
  put(draft, 'data.events', members)
  const entry = { Source: 'bank.core', DetailType: draft.detailType, Detail: detailText(draft) }
  return { marker, kind: 'batch-members', parked: members.length, entry }
}

/** Hundreds of kilobytes in one field; every other one is random and does not compress. */
const large = (marker: string, nth: number, random: Random): HostileEntry => {
  const draft = goodDraft('TransactionPosted', marker)
  const size = random.int(300_000, LARGEST - 2_000)
  put(draft, 'data.customerId', nth % 2 === 0 ? random.text(size) : 'A'.repeat(size))
  draft.detail.marker = marker
  const entry = { Source: 'bank.core', DetailType: draft.detailType, Detail: detailText(draft) }
  return { marker, kind: nth % 2 === 0 ? 'large-random' : 'large-plain', parked: 1, entry }
}

/**
 * Entries that PutEvents takes (`Detail` is the text of a JSON object of at most 900 KB) and that are bad for us, each
 * in a way that `kind` names. The same options give the same entries. Customers in them are called `H-…`, so that a
 * test can tell that none of them got a profile.
 */
export const hostileEntries = ({ count, seed }: HostileOptions): HostileEntry[] => {
  const random = randomOf(seed)
  return Array.from({ length: count }, (_, i) => {
    const marker = `hostile-${seed}-${i}`
    if (i % LARGE_EVERY === LARGE_EVERY - 1) return large(marker, Math.floor(i / LARGE_EVERY), random)
    const kind = kinds[i % (kinds.length + 1)]
    return kind === undefined ? batchOfBad(marker, random) : spoiled(kind[0], kind[1], marker, random)
  })
}
