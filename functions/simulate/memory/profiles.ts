import { profileCalendar } from '#functions/simulate/memory/profile-calendar.ts'
import { parseMonths, parseProfile, unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import {
  MONTH_PREFIX,
  type MonthElements,
  mergeMonths,
  missingElements,
} from '#shared/domain/profile/months.ts'
import { profileView } from '#shared/domain/profile/profile-view.ts'
import { newestWrites, type RegisterWrite, stillNewer, versionOf } from '#shared/domain/profile/register.ts'
import type { ProfileItems } from '#shared/ports/profile-items.ts'
import type { ProfileReader } from '#shared/ports/profile-reader.ts'
import type { ProfileStore } from '#shared/ports/profile-store.ts'
import type { RecentContacts } from '#shared/ports/recent-contacts.ts'

/** The attributes of an item, without its key. */
export type Item = Readonly<Record<string, unknown>>

const isMonth = (name: string): boolean => name.startsWith(MONTH_PREFIX)

/** An item with what is newer or missing in it, as one conditional write leaves it. */
export const withFacts = (
  item: Item,
  facts: readonly RegisterWrite[],
  added: MonthElements = new Map(),
): { readonly item: Item; readonly changed: boolean } => {
  const newer = stillNewer(newestWrites(facts), item)
  const next: Record<string, unknown> = { ...item }
  for (const { attribute, value } of newer) next[attribute] = value
  if (added.size === 0) return { item: next, changed: newer.length > 0 }
  const before = parseMonths(item)
  for (const name of Object.keys(next)) if (isMonth(name)) delete next[name]
  for (const [month, elements] of mergeMonths([before, added])) next[`${MONTH_PREFIX}${month}`] = elements
  return { item: next, changed: newer.length > 0 || missingElements(added, before).size > 0 }
}

/** Nobody is known at the start. */
const nobody: ProfileItems = { item: async () => undefined }

const sameContacts = (left: unknown, right: unknown): boolean =>
  JSON.stringify(left ?? []) === JSON.stringify(right ?? [])

/**
 * The customers table in memory, with its conditions and its calendar.
 * @param start what was known of a customer before; read once each
 */
export const createMemoryProfiles = (start: ProfileItems = nobody) => {
  const items = new Map<string, Item>()
  const cards = new Map<string, Item>()
  const calendar = profileCalendar(start.calendar)

  const put = (customerId: string, item: Item): void => void items.set(customerId, item)
  const load = async (customerId: string): Promise<Item | undefined> => {
    const known = items.get(customerId)
    if (known || start === nobody) return known
    const before = await start.item(customerId)
    // Meanwhile another event of the same batch may have brought it.
    if (before && !items.has(customerId)) put(customerId, before)
    return items.get(customerId)
  }

  const store: ProfileStore = {
    apply: async (customerId, facts, months) => {
      const { item, changed } = withFacts((await load(customerId)) ?? {}, facts, months)
      put(customerId, item)
      calendar.keepBirthday(customerId, item, facts)
      return { view: profileView({ customerId, ...item }), changed, writeUnits: 1 }
    },
    keepTier: async (customerId, tier, assetsVersion) => {
      const { tier: _, ...item } = (await load(customerId)) ?? {}
      if (versionOf(item.financialAssets) !== assetsVersion) return { writeUnits: 1 }
      put(customerId, { ...item, ...(tier === undefined ? {} : { tier: { x: tier } }) })
      return { writeUnits: 1 }
    },
    keepCalendar: async (customerId, cardId, { expiry, timeZone }) => {
      const key = `${customerId}/${cardId}`
      const { item } = withFacts(cards.get(key) ?? {}, [
        ...(expiry ? [{ attribute: 'expiry', value: { v: expiry.v, x: expiry.expiresOn } }] : []),
        ...(timeZone ? [{ attribute: 'timeZone', value: timeZone }] : []),
      ])
      cards.set(key, item)
      calendar.keepCard(customerId, cardId, item)
      return { writeUnits: 1 }
    },
  }
  const reader: ProfileReader = {
    profile: async (customerId) => {
      const item = await load(customerId)
      return item ? parseProfile({ customerId, ...item }) : unknownProfile(customerId)
    },
  }
  const recentContacts: RecentContacts = {
    replace: async (customerId, { seen, next }) => {
      const item = (await load(customerId)) ?? {}
      if (!sameContacts(item.recentContacts, seen)) return false
      put(customerId, { ...item, recentContacts: next })
      return true
    },
  }
  return { store, reader, recentContacts, calendar: calendar.index, items, cards }
}
