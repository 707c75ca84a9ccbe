import {
  ACCOUNT_PREFIX,
  type AccountFacts,
  CARD_PREFIX,
  type CustomerProfile,
  isKnown,
  parseAccount,
  parseMonths,
  parseProfile,
} from '#shared/domain/profile/customer-profile.ts'
import { MONTH_PREFIX, type MonthElements } from '#shared/domain/profile/months.ts'
import { type RegisterWrite, versionOf } from '#shared/domain/profile/register.ts'

/**
 * A profile item as a write returned it, read only as far as it is asked for: most events are quiet, and all they need
 * to know is one account's threshold.
 */
export interface ProfileView {
  /** @throws ZodError when the item is not a profile, which means that something else wrote to the table */
  readonly profile: () => CustomerProfile
  readonly account: (accountId: string) => AccountFacts | undefined
  /** What is kept of the customer's transactions of the last months. */
  readonly months: () => MonthElements
  /** Version of the newest financial assets; undefined while they are not known. */
  readonly assetsVersion: () => string | undefined
  /** False while only transactions or accounts of the customer are known. */
  readonly known: () => boolean
  /** What the calendar entries of the customer's cards need. */
  readonly calendar: () => { readonly timeZone?: RegisterWrite['value']; readonly cardIds: readonly string[] }
}

/** An item's attributes, each in the form in which its store keeps it. */
export type StoredItem = Readonly<Record<string, unknown>>

/** Makes a value of the form in which a store keeps it; undefined of what is not there. */
export type ReadAttribute = (stored: unknown) => unknown

/** An item with the values of its attributes, or of those whose names begin with `prefix`. */
export const readItem = (stored: StoredItem, read: ReadAttribute, prefix = ''): Record<string, unknown> => {
  const item: Record<string, unknown> = {}
  for (const name of Object.keys(stored)) if (name.startsWith(prefix)) item[name] = read(stored[name])
  return item
}

const asItIs: ReadAttribute = (stored) => stored

/** @param read called for the attributes that somebody asks for, and no others */
export const profileView = (item: StoredItem, read: ReadAttribute = asItIs): ProfileView => {
  let parsed: CustomerProfile | undefined
  return {
    profile: () => {
      parsed ??= parseProfile(readItem(item, read))
      return parsed
    },
    account: (accountId) => parseAccount(read(item[`${ACCOUNT_PREFIX}${accountId}`])),
    months: () => parseMonths(readItem(item, read, MONTH_PREFIX)),
    assetsVersion: () => versionOf(read(item.financialAssets)),
    known: () => isKnown(item),
    calendar: () => ({
      ...(item.timeZone ? { timeZone: read(item.timeZone) as RegisterWrite['value'] } : {}),
      cardIds: Object.keys(item).flatMap((name) =>
        name.startsWith(CARD_PREFIX) ? [name.slice(CARD_PREFIX.length)] : [],
      ),
    }),
  }
}
