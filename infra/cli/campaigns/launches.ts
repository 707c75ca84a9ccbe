import * as z from 'zod/mini'
import type { ApiClient } from '#infra/cli/api/client.ts'

const count = z.optional(z.number())

/** How far a launch has come, as far as a terminal shows it. */
export const launchSchema = z.object({
  launchId: z.string(),
  state: z.string(),
  because: z.optional(z.string()),
  at: z.string(),
  progress: z.optional(
    z.object({
      done: count,
      total: count,
      rate: count,
      remainingSeconds: count,
      funnel: z.optional(z.record(z.string(), z.number())),
    }),
  ),
})
export type Launch = z.infer<typeof launchSchema>

const ENDS: readonly string[] = ['done', 'cancelled', 'skipped']

export const hasEnded = ({ state }: Pick<Launch, 'state'>): boolean => ENDS.includes(state)

export const readLaunch = async (api: ApiClient, launchId: string): Promise<Launch> =>
  (await api.get(`/v1/launches/${encodeURIComponent(launchId)}`, launchSchema)).body
