import { shortHash } from '#shared/domain/stable-hash.ts'

/** 30 bits: the odds that any two of a thousand campaigns share one are 1 to 2,000; explain then names neither. */
const LENGTH = 5

/** Five characters that stand for a campaign's id where hundreds are named: decision records (4 KB for 200). */
export const campaignRef = (id: string): string => shortHash(id).slice(0, LENGTH)
