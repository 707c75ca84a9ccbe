import * as z from 'zod/mini'
import type { Item } from '#shared/adapters/dynamodb/campaign-items.ts'
import { type WorkingCopy, workingCopySchema } from '#shared/domain/campaign/working-copy.ts'
import { DRAFTS_COLLECTION } from '#shared/tables/campaigns.ts'

/**
 * What authors write is kept as the text of its JSON: a draft may hold anything, and an item has bounds of its own on
 * numbers, and on groups within groups.
 */
const jsonText = z.pipe(
  z.string(),
  z.transform((text): unknown => JSON.parse(text)),
)

const isKeys = (given: unknown): given is Item => typeof given === 'object' && given !== null

const parsedContent = (given: unknown): unknown =>
  isKeys(given) ? { ...given, content: z.parse(jsonText, given.content) } : given

export const draftItem = ({ campaignId, content, submitted, ...rest }: WorkingCopy): Item => ({
  ...rest,
  collection: DRAFTS_COLLECTION,
  entry: campaignId,
  content: JSON.stringify(content),
  ...(submitted ? { submitted: { ...submitted, content: JSON.stringify(submitted.content) } } : {}),
})

/** @throws ZodError when the item is no working copy, SyntaxError when its content is no JSON */
export const parseDraftItem = ({ collection: _collection, entry, ...rest }: Item): WorkingCopy =>
  z.parse(workingCopySchema, {
    ...(parsedContent(rest) as Item),
    campaignId: entry,
    ...(rest.submitted === undefined ? {} : { submitted: parsedContent(rest.submitted) }),
  })
