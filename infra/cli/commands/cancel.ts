import * as z from 'zod/mini'
import type { Command } from '#infra/cli/command.ts'
import { printJson, safe } from '#infra/cli/print/table.ts'
import { colour, say } from '#infra/local/commands/terminal.ts'

export const cancel: Command = {
  usage: 'LAUNCH [--json]',
  summary: 'Cancels a launch: whom it has not come to yet hears nothing.',
  role: 'marketer',
  words: [1, 1],
  run: async ({ words: [launchId = ''], json, api }) => {
    const path = `/v1/launches/${encodeURIComponent(launchId)}/cancel`
    const { body } = await (await api()).change('POST', path, {}, z.looseObject({}))
    if (json) printJson(body)
    else say(`${colour.green('✔')} ${safe(launchId)} is being cancelled`)
    return 0
  },
}
