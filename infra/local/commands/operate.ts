import { findDeployment, withHints } from '#infra/local/commands/deployment.ts'
import { moveSwitches } from '#infra/local/commands/operate/move.ts'
import { type Move, type OperateOptions, operateOptions } from '#infra/local/commands/operate/options.ts'
import { explainMoved, printMoved, printStatus } from '#infra/local/commands/operate/print.ts'
import { againWith, runCommand, say, UsageError } from '#infra/local/commands/terminal.ts'
import {
  createOperationsSwitch,
  type OperationsSwitch,
  SettingsMissingError,
} from '#shared/adapters/dynamodb/operations-switch.ts'

const NEEDED = ['BusName', 'CampaignsTable', 'AuditTable']
const RIGHT = 'to read and update the settings in the campaigns table, and to add to the audit table'

const asJson = (value: unknown): void => say(JSON.stringify(value, null, 2))

const showStatus = async (switches: OperationsSwitch, { json }: OperateOptions): Promise<number> => {
  const [positions, changes] = [await switches.read(), await switches.changes()]
  if (json) asJson({ switches: positions, changes })
  else printStatus(positions, changes)
  return 0
}

const move = async (
  switches: OperationsSwitch,
  wanted: Move,
  { yes, json }: OperateOptions,
): Promise<number> => {
  const moved = await moveSwitches(switches, wanted, yes, () => new Date())
  if (json) asJson({ ...moved, by: wanted.by, because: wanted.because })
  else printMoved(moved)
  explainMoved(moved, wanted.position, againWith('operate', '--yes'))
  return moved.outcome === 'refused' ? 1 : 0
}

const saysWhatToSeed = (error: unknown): never => {
  if (!(error instanceof SettingsMissingError)) throw error
  throw new UsageError(
    `${error.message}: there is nothing to switch, and without settings nothing is decided or sent.\nnpm run seed -- puts the default ones there`,
  )
}

await runCommand(() => {
  const options = operateOptions(process.argv.slice(2))
  return withHints(async () => {
    const { connection } = await findDeployment(options.outputs, NEEDED)
    try {
      const switches = createOperationsSwitch({
        documentClient: connection.documentClient,
        campaignsTable: connection.name('CampaignsTable'),
        auditTable: connection.name('AuditTable'),
      })
      return await (options.move
        ? move(switches, options.move, options)
        : showStatus(switches, options)
      ).catch(saysWhatToSeed)
    } finally {
      connection.close()
    }
  }, RIGHT)
})
