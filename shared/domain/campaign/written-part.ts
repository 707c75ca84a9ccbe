import * as z from 'zod/mini'
import { campaignSchema } from '#shared/domain/campaign/campaign.ts'
import { type CampaignProblem, errorAt } from '#shared/domain/campaign/checks/problem.ts'
import { shapeProblems } from '#shared/domain/campaign/checks/shape.ts'
import { toSchema2 } from '#shared/domain/campaign/schema-1.ts'
import { hasKey, shapeByKey } from '#shared/domain/campaign/shape-by-key.ts'
import { momentSchema, type SignalType } from '#shared/domain/vocabulary.ts'

const { name, purpose, channels, variants, messages } = campaignSchema.shape

const scheduleSchema = z.pipe(
  z.object({ schedule: z.unknown() }),
  z.transform((): readonly SignalType[] => ['Scheduled']),
)
const signalsSchema = z.pipe(
  z.object({ signals: z.array(z.object({ type: momentSchema })).check(z.minLength(1)) }),
  z.transform(({ signals }): readonly SignalType[] => signals.map(({ type }) => type)),
)

/** Only what triggers it: under which conditions says nothing about what is written. */
const triggersSchema = shapeByKey<readonly SignalType[]>(
  (given) => (hasKey(given, 'schedule') ? scheduleSchema : signalsSchema),
  () => [scheduleSchema, signalsSchema],
)

const writtenPartSchema = z.object({ name, purpose, channels, variants, messages, trigger: triggersSchema })

/** What of a campaign its messages are written from; of a draft, however much else of it is missing. */
export type WrittenPart = z.infer<typeof writtenPartSchema>

/** @returns what is wrong with just this part, by path, where it cannot be read */
export const writtenPart = (
  content: unknown,
): { readonly part: WrittenPart } | { readonly problems: readonly CampaignProblem[] } => {
  const given = toSchema2(content)
  if (typeof given !== 'object' || given === null)
    return { problems: [errorAt([], 'wrong-type', 'a campaign is a group of keys')] }
  const parsed = z.safeParse(writtenPartSchema, given)
  return parsed.success ? { part: parsed.data } : { problems: shapeProblems(parsed.error.issues, given) }
}
