import type { ApiTarget } from '#infra/cli/api/client.ts'
import { findRunningCloud } from '#infra/local/commands/start/cloud-file.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'
import { developmentToken } from '#infra/local/development-token.ts'
import type { Role } from '#shared/domain/access/caller.ts'
import { roles } from '#shared/domain/access/caller.ts'

/** Somebody of the local cloud: a role, and a name by which two of that role are told apart. */
export interface Person {
  readonly role: Role
  readonly name: string
}

/** @param text `ROLE` or `ROLE:NAME` @throws UsageError where there is no such role */
export const personOf = (text: string): Person => {
  const [role = '', ...rest] = text.split(':')
  const known = roles.find((one) => one === role)
  if (known === undefined) throw new UsageError(`--as ${text}: the role must be ${roles.join(', ')}`)
  return { role: known, name: rest.join(':') || known }
}

export interface TargetOptions {
  readonly api?: string | undefined
  /** Who asks, on a local cloud. */
  readonly as: Person
  readonly environment?: Readonly<Record<string, string | undefined>>
}

const deployedTarget = (url: string, token: string | undefined): ApiTarget => {
  if (!URL.canParse(url)) throw new UsageError(`${url}: no address; it is the ApiUrl of cdk deploy’s outputs`)
  if (!token) throw new UsageError('BELLWETHER_TOKEN is missing: an ID token of the bank’s user pool')
  return { url: url.replace(/\/$/, ''), token }
}

/** The outputs of the local cloud that runs. @throws UsageError where none does */
export const runningOutputs = async (): Promise<Readonly<Record<string, string>>> => {
  const cloud = await findRunningCloud()
  if (cloud === undefined)
    throw new UsageError('no local cloud is running: npm start in another terminal, or --api URL')
  return cloud.outputs
}

/**
 * The API that a command talks to: that of `--api` or BELLWETHER_API with BELLWETHER_TOKEN, or else that of the local
 * cloud, with a token of its development issuer.
 */
export const findTarget = async ({
  api,
  as: { role, name },
  environment = process.env,
}: TargetOptions): Promise<ApiTarget> => {
  const deployed = api ?? environment.BELLWETHER_API
  if (deployed) return deployedTarget(deployed, environment.BELLWETHER_TOKEN)
  const outputs = await runningOutputs()
  const token = await developmentToken(outputs, { groups: [role], username: name })
  return { url: String(outputs.ApiUrl), token }
}
