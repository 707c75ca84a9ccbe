import {
  type AccountFacts,
  CARD_PREFIX,
  type CustomerProfile,
  isKnown,
  parseAccount,
  parseMonths,
  parseProfile,
} from '#shared/domain/profile/customer-profile.ts'
import type { MonthElements } from '#shared/domain/profile/months.ts'
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

export const profileView = (item: Readonly<Record<string, unknown>>): ProfileView => {
  let parsed: CustomerProfile | undefined
  return {
    profile: () => {
      parsed ??= parseProfile(item)
      return parsed
    },
    account: (accountId) => parseAccount(item, accountId),
    months: () => parseMonths(item),
    assetsVersion: () => versionOf(item.financialAssets),
    known: () => isKnown(item),
    calendar: () => ({
      ...(item.timeZone ? { timeZone: item.timeZone as RegisterWrite['value'] } : {}),
      cardIds: Object.keys(item).flatMap((name) =>
        name.startsWith(CARD_PREFIX) ? [name.slice(CARD_PREFIX.length)] : [],
      ),
    }),
  }
}
