import * as z from 'zod/mini'
import { actOnDraft, campaignPath } from '#infra/cli/campaigns/drafts.ts'
import type { Command, CommandInput } from '#infra/cli/command.ts'
import { printJson } from '#infra/cli/print/table.ts'
import { colour, note, say, UsageError } from '#infra/local/commands/terminal.ts'
import type { Role } from '#shared/domain/access/caller.ts'

const answered = z.looseObject({})

/** @param then what usually comes next */
const done = ({ json }: CommandInput, campaignId: string, what: string, then?: string): number => {
  if (json) printJson({ campaignId, done: what })
  else say(`${colour.green('✔')} ${campaignId} ${what}`)
  if (then !== undefined && !json) note(`Next: ${colour.cyan(then)}`)
  return 0
}

const ofOne = (
  summary: string,
  role: Role,
  run: (input: CommandInput, id: string) => Promise<number>,
): Command => ({
  usage: 'ID',
  summary,
  role,
  words: [1, 1],
  run: (input) => run(input, input.words[0] ?? ''),
})

export const submit = ofOne('Hands a draft over to be approved.', 'marketer', async (input, id) => {
  await actOnDraft(await input.api(), id, 'submit')
  return done(
    input,
    id,
    'waits to be approved',
    `npm run bellwether -- approve ${id}, by somebody who did not write it`,
  )
})

export const approve = ofOne(
  'Approves what was submitted; never what one wrote oneself.',
  'approver',
  async (input, id) => {
    await actOnDraft(await input.api(), id, 'approve')
    return done(input, id, 'is approved', `npm run bellwether -- go-live ${id}`)
  },
)

export const reject: Command = {
  ...ofOne('Sends a submitted draft back to its authors.', 'approver', async (input, id) => {
    const { because } = input.values
    if (typeof because !== 'string' || because.trim() === '')
      throw new UsageError('--because is missing: its authors read there what to change')
    await actOnDraft(await input.api(), id, 'reject', { because })
    return done(input, id, 'is sent back to its authors')
  }),
  usage: 'ID --because TEXT',
  options: { because: { type: 'string' } },
}

/** What is done to a live campaign, without a revision: its state is a condition of the write. */
const onLive = (action: string, summary: string, role: Role, what: string): Command => ({
  ...ofOne(summary, role, async (input, id) => {
    const { because } = input.values
    const body = typeof because === 'string' ? { note: because } : {}
    await (await input.api()).change('POST', campaignPath(id, `/${action}`), { body }, answered)
    return done(input, id, what)
  }),
  usage: 'ID [--because TEXT]',
  options: { because: { type: 'string' } },
})

export const goLive: Command = {
  ...ofOne('Puts the approved version live, now or on a date.', 'marketer', async (input, id) => {
    const client = await input.api()
    const { at } = input.values
    if (at === undefined) {
      await client.change('POST', campaignPath(id, '/go-live'), { body: {} }, answered)
      return done(input, id, 'is live')
    }
    const date = new Date(String(at))
    if (Number.isNaN(date.getTime()))
      throw new UsageError(`--at ${at}: write it like 2026-12-01T08:00:00+01:00`)
    const goLiveAt = date.toISOString()
    await client.change('POST', campaignPath(id, '/schedule'), { body: { goLiveAt } }, answered)
    return done(input, id, `goes live at ${goLiveAt}`)
  }),
  usage: 'ID [--at INSTANT]',
  options: { at: { type: 'string' } },
}

export const pause = onLive(
  'pause',
  'Stops a live campaign; a running launch waits.',
  'marketer',
  'is paused',
)
export const resume = onLive('resume', 'Lets a paused campaign go on.', 'marketer', 'goes on')
export const end = onLive(
  'end',
  'Ends a campaign for good; a running launch is cancelled.',
  'marketer',
  'has ended',
)
