import * as z from 'zod/mini'
import { campaignSchema } from '#shared/domain/campaign/campaign.ts'

type Keys = Readonly<Record<string, unknown>>

const isKeys = (given: unknown): given is Keys =>
  typeof given === 'object' && given !== null && !Array.isArray(given)

/** Schema 1 named no schema, and its signals stood at the top. */
const isSchema1 = (given: unknown): given is Keys =>
  isKeys(given) && !('schema' in given) && 'signals' in given

/** Bounds that schema 1 did not have; what lies outside them still counts as the most there is. */
const PRIORITY = 1000
const NAME_LENGTH = 200

const upgraded = ({ signals, handOver, approvedForVulnerable, name, priority, ...rest }: Keys): Keys => ({
  schema: 2,
  ...rest,
  name: typeof name === 'string' ? name.slice(0, NAME_LENGTH) : name,
  ...(priority === undefined
    ? {}
    : {
        priority: typeof priority === 'number' ? Math.max(-PRIORITY, Math.min(PRIORITY, priority)) : priority,
      }),
  trigger: { signals: Array.isArray(signals) ? signals.map((type) => ({ type })) : signals },
  ...(isKeys(handOver) ? { task: { mode: 'instead', ...handOver } } : {}),
  // Service messages were never held back from vulnerable customers, so that the mark says nothing there.
  flags:
    approvedForVulnerable === true && rest.purpose === 'marketing'
      ? { vulnerable: { approvedBy: rest.approvedBy } }
      : {},
})

/**
 * A campaign as this release writes it, where an earlier release wrote it (schema 1: `signals`, `handOver`,
 * `approvedForVulnerable`); anything else as it is. Conditions stay as they are: a field that is gone is refused with
 * its path when it is parsed.
 */
export const toSchema2 = (given: unknown): unknown => (isSchema1(given) ? upgraded(given) : given)

/** Reads a campaign of either schema. The result says what is wrong, never with values. */
export const parseCampaign = (given: unknown) => z.safeParse(campaignSchema, toSchema2(given))
