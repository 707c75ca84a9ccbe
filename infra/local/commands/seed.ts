import { seedCampaigns } from '#infra/local/commands/connection.ts'
import { findDeployment, withHints } from '#infra/local/commands/deployment.ts'
import { readArguments } from '#infra/local/commands/read-arguments.ts'
import { note, runCommand, say } from '#infra/local/commands/terminal.ts'
import { readExampleCampaigns, readStarterCampaigns } from '#infra/seed/shipped-campaigns.ts'
import { defaultSettings } from '#shared/domain/settings.ts'

const USAGE = `npm run seed -- [--examples] [--outputs FILE]

Puts the starter campaigns and the default settings where they are not yet there; changes nothing that is.

  --examples       the example campaigns too; most of them are marketing, and all go live at once
  --outputs FILE   a deployed stack: FILE of cdk deploy --all --outputs-file FILE,
                   region and credentials from the environment  [a running npm start]`

const readOptions = () => {
  return readArguments({ options: { outputs: { type: 'string' }, examples: { type: 'boolean' } } }, USAGE)
    .values
}

await runCommand(() =>
  withHints(async () => {
    const { outputs, examples } = readOptions()
    const { connection } = await findDeployment(outputs)
    const campaigns = [...readStarterCampaigns(), ...(examples ? readExampleCampaigns() : [])]
    try {
      const fresh = await seedCampaigns(connection, defaultSettings, campaigns)
      for (const id of fresh) say(id)
      note(fresh.length > 0 ? `${fresh.length} campaigns are live now.` : 'All campaigns were there already.')
      return 0
    } finally {
      connection.close()
    }
  }),
)
