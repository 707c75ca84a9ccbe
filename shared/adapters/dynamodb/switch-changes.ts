import * as z from 'zod/mini'
import { settingsSchema } from '#shared/domain/settings.ts'
import { type SwitchesMoved, switchesMoved } from '#shared/domain/settings-changes.ts'

/** The action of lines that `npm run operate` writes. */
export const SWITCHED = 'operations-switched'

/** One move of the operators' switches, as the audit table keeps it, whoever made it. */
export interface RecordedChange extends SwitchesMoved {
  readonly at: string
  /** Who is responsible: as told to the command, or the name of who changed the settings over HTTP. */
  readonly by: string
  /** Why, where the command asked for it. */
  readonly because?: string
}

const switches = settingsSchema.shape.operations
const byCommandSchema = z.object({
  at: z.string(),
  by: z.string(),
  because: z.string(),
  before: switches,
  after: switches,
})
/** As the API writes it: the time stands in the key. */
const overHttpSchema = z.object({
  action: z.literal('settings-changed'),
  entry: z.string(),
  name: z.string(),
  changes: z.array(z.string()),
})

/** A line about the settings as a move of the switches; undefined where it tells of none. */
export const recordedChange = (line: unknown): RecordedChange | undefined => {
  const byCommand = byCommandSchema.safeParse(line)
  if (byCommand.success) return byCommand.data
  const overHttp = overHttpSchema.safeParse(line)
  if (!overHttp.success) return undefined
  const { entry, name, changes } = overHttp.data
  const moved = switchesMoved(changes)
  return moved && { at: entry.split('#')[0] ?? '', by: name, ...moved }
}
