import { isTimeZone } from '#shared/domain/calendar/zone-offset.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { candidateNames, type NamedVersion, namesIn } from '#shared/domain/explain/candidate-name.ts'
import { explainEntries, type KnownCampaigns } from '#shared/domain/explain/explain.ts'
import type { Explanation, NothingFound } from '#shared/domain/explain/explanation.ts'
import type { JournalEntry } from '#shared/domain/message/journal-entry.ts'
import type { CustomerProfile } from '#shared/domain/profile/customer-profile.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'
import type { JournalPart, JournalReader } from '#shared/ports/journal-reader.ts'
import type { ProfileReader } from '#shared/ports/profile-reader.ts'

type ExplainedCampaigns = Pick<CampaignStore, 'liveCampaigns' | 'version' | 'settings'>

export interface ExplainDependencies {
  readonly journal: JournalReader
  readonly campaigns: ExplainedCampaigns
  readonly profiles: ProfileReader
}

export interface ExplainRequest {
  readonly customerId: string
  /** Only what this bank event led to. */
  readonly eventId?: string | undefined
  /** Only the decision with this key. */
  readonly entry?: string | undefined
  /** How many of the newest decisions, where no event is named. */
  readonly decisions?: number | undefined
  /** IANA zone in which a reader wants the times; the customer's own, or the bank's, unless told. */
  readonly timeZone?: string | undefined
}

/** What fits on a few screens. */
export const SHOWN_DECISIONS = 10

const keyOf = ({ id, version }: NamedVersion): string => `${id}@${version}`

/** The campaign versions that the entries' decisions name, each fetched once. */
export const knownCampaigns = async (
  entries: readonly JournalEntry[],
  store: ExplainedCampaigns,
): Promise<KnownCampaigns> => {
  const names = new Set(entries.flatMap((entry) => (entry.kind === 'decision' ? [...namesIn(entry)] : [])))
  const inShort = [...names].some((name) => name.startsWith('#'))
  const named = candidateNames(inShort ? (await store.liveCampaigns()).map(({ id }) => id) : [])
  const wanted = new Map<string, NamedVersion>()
  for (const name of names) {
    const told = named(name)
    if (told) wanted.set(keyOf(told), told)
  }
  const found = new Map<string, Campaign | undefined>()
  await Promise.all(
    [...wanted].map(async ([key, { id, version }]) => found.set(key, await store.version(id, version))),
  )
  return { named, version: (told) => found.get(keyOf(told)) }
}

/** Whether anything is known of the customer. */
export const isSeen = ({ known, accounts, balances }: CustomerProfile): boolean =>
  known || accounts.size > 0 || balances.size > 0

const partOf = (
  journal: JournalReader,
  { customerId, eventId, entry, decisions = SHOWN_DECISIONS }: ExplainRequest,
): Promise<JournalPart> => {
  if (entry !== undefined) return journal.ofEntry(customerId, entry)
  return eventId === undefined ? journal.newest(customerId, decisions) : journal.ofEvent(customerId, eventId)
}

/**
 * Why a customer did, or did not, get a message: the newest decisions about them, or those that one bank event led to.
 * Reads no personal data; whoever calls it must still write who asked into the audit table, where that is wanted.
 */
export const explainDecisions =
  ({ journal, campaigns, profiles }: ExplainDependencies) =>
  async (request: ExplainRequest): Promise<Explanation> => {
    const { customerId, eventId, timeZone } = request
    const { entries, older, unreadable } = await partOf(journal, request)
    const profile = await profiles.profile(customerId)
    const own = timeZone ?? profile.single.timeZone
    const explained = explainEntries(entries, await knownCampaigns(entries, campaigns))

    const why = async (): Promise<NothingFound> => {
      const decided = eventId !== undefined && (await journal.newest(customerId, 1)).entries.length > 0
      if (!isSeen(profile) && !decided && unreadable === 0) return 'customer-unknown'
      return eventId === undefined ? 'no-decisions' : 'event-without-decision'
    }
    return {
      customerId,
      ...(eventId === undefined ? {} : { eventId }),
      timeZone: own !== undefined && isTimeZone(own) ? own : (await campaigns.settings()).timeZone,
      decisions: explained,
      ...(explained.length === 0 ? { nothing: await why() } : {}),
      older,
      unreadable,
    }
  }
