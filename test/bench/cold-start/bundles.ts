import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { bundling } from '#infra/constructs/bellwether-function.ts'
import { defineFunctions, sdkEnvironment } from '#infra/local/functions.ts'
import { readAssembly } from '#infra/local/synthesize.ts'
import { resolveDeployment } from '#infra/local/template.ts'
import type { Count } from '#test/bench/harness/bench.ts'

/** A file that Lambda would load, and the variables that it reads while it is loaded. */
export interface Bundle {
  readonly name: string
  readonly file: string
  readonly bytes: number
  readonly environment: Readonly<Record<string, string>>
}

/** What the functions are compared with: nothing at all, and the client that every one of them needs. */
const comparisons = {
  'empty handler': 'export const handler = async () => {}',
  'bare DynamoDB client': `
    import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
    const client = new DynamoDBClient()
    export const handler = (input) => client.send(new UpdateItemCommand(input))`,
}

/** Nobody listens there: while it is loaded no function calls anybody. */
const NOWHERE = 'http://127.0.0.1:9'

const bundleOf = (name: string, file: string, environment: Bundle['environment']): Bundle => ({
  name,
  file,
  bytes: statSync(file).size,
  environment,
})

/** With the options of our own functions, so that only the contents differ. */
const comparison = async (name: string, contents: string, directory: string): Promise<Bundle> => {
  const file = path.join(directory, `${name.replaceAll(' ', '-')}.mjs`)
  await build({
    stdin: { contents, resolveDir: process.cwd() },
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: bundling.target ?? 'node24',
    mainFields: bundling.mainFields ?? [],
    external: bundling.externalModules ?? [],
    minify: bundling.minify ?? false,
    banner: { js: bundling.banner ?? '' },
    logLevel: 'silent',
  })
  return bundleOf(name, file, environmentOf({}))
}

const environmentOf = (variables: Readonly<Record<string, string>>) => ({
  ...sdkEnvironment({ dynamodb: NOWHERE, sqs: NOWHERE, eventBridge: NOWHERE, providers: NOWHERE }),
  ...variables,
})

/**
 * Every function of the template as CDK bundled it, by what its logs call it.
 * @param assembly directory of the synthesized assembly
 */
export const ownBundles = (assembly: string): readonly Bundle[] => {
  const urls = { sqs: NOWHERE, httpApi: NOWHERE, issuer: NOWHERE }
  const deployment = resolveDeployment(readAssembly(assembly), urls)
  return defineFunctions(deployment, environmentOf({}), (variables) => variables).map(
    ({ modulePath, environment }) =>
      bundleOf(environment.POWERTOOLS_SERVICE_NAME ?? 'unnamed', modulePath, environment),
  )
}

/** The comparisons, then our own. */
export const coldStartBundles = async (assembly: string): Promise<readonly Bundle[]> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-cold-start-'))
  const others = Object.entries(comparisons).map(([name, contents]) => comparison(name, contents, directory))
  return [...(await Promise.all(others)), ...ownBundles(assembly)]
}

/** A page of code more or less is no change of what is loaded; a library is. */
const SLACK_KIB = 8

/** What the functions weigh, for CI. */
export const bundleCounts = (assembly: string): readonly Count[] =>
  ownBundles(assembly).map(({ name, bytes }) => ({
    name: `KiB of ${name}`,
    value: bytes / 1024,
    slack: SLACK_KIB,
  }))
