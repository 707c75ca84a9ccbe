import { personOf, runningOutputs } from '#infra/cli/api/target.ts'
import type { Command } from '#infra/cli/command.ts'
import { printJson } from '#infra/cli/print/table.ts'
import { say } from '#infra/local/commands/terminal.ts'
import { developmentToken } from '#infra/local/development-token.ts'

const text = (value: string | boolean | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined

export const token: Command = {
  usage: 'ROLE[:NAME] [--manager ID] [--branch ID]',
  summary:
    'A token of the local cloud’s issuer, for curl and other programs. A deployed stack has none to give.',
  role: 'marketer',
  words: [1, 1],
  options: { manager: { type: 'string' }, branch: { type: 'string' } },
  help: [
    '  --manager ID  the relationship manager’s id: whose customers they see',
    '  --branch ID   their branch; without --manager: its head',
  ],
  run: async ({ words: [who = ''], values, json }) => {
    const { role, name } = personOf(who)
    const managerId = text(values.manager)
    const branchId = text(values.branch)
    const given = await developmentToken(await runningOutputs(), {
      groups: [role],
      username: name,
      ...(managerId === undefined ? {} : { managerId }),
      ...(branchId === undefined ? {} : { branchId }),
    })
    if (json) printJson({ token: given })
    else say(given)
    return 0
  },
}
