import path from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { bundling } from '#infra/constructs/function-code.ts'
import { defineFunctions, sdkEnvironment } from '#infra/local/functions.ts'
import { readAssembly } from '#infra/local/synthesize.ts'
import { resolveDeployment } from '#infra/local/template.ts'
import type { Count } from '#test/bench/harness/bench.ts'
import { filesAtStart, filesInAll, sizeOf } from '#test/support/bundle-files.ts'

/** A file that Lambda would load, and the variables that it reads while it is loaded. */
export interface Bundle {
  readonly name: string
  readonly file: string
  /** What a start loads, in bytes. */
  readonly bytes: number
  /** With what is loaded only if it is needed. */
  readonly bytesInAll: number
  readonly environment: Readonly<Record<string, string>>
}

const bareClient = `
  import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
  const client = new DynamoDBClient()
  export const handler = (input) => client.send(new UpdateItemCommand(input))`

/** As the same code comes out of esbuild without our options: one minified ES module with everything in it. */
const plain = {
  bundle: true,
  platform: 'node',
  target: bundling.target,
  format: 'esm',
  outExtension: bundling.outExtension,
  mainFields: bundling.mainFields,
  minify: true,
  banner: bundling.banner,
} satisfies BuildOptions

export const BARE_CLIENT = 'bare DynamoDB client'
export const PLAIN_CLIENT = `${BARE_CLIENT}, bundled plainly`

/** What the functions are compared with: nothing at all, and the client that every one of them needs. */
const comparisons: readonly { name: string; contents: string; options: BuildOptions }[] = [
  { name: 'empty handler', contents: 'export const handler = async () => {}', options: bundling },
  // With the options of our own functions, so that only the contents differ.
  { name: BARE_CLIENT, contents: bareClient, options: bundling },
  { name: PLAIN_CLIENT, contents: bareClient, options: plain },
]

/** Nobody listens there: while it is loaded no function calls anybody. */
const NOWHERE = 'http://127.0.0.1:9'

const bundleOf = (name: string, file: string, environment: Bundle['environment']): Bundle => ({
  name,
  file,
  bytes: sizeOf(filesAtStart(file)),
  bytesInAll: sizeOf(filesInAll(file)),
  environment,
})

const comparison = async (
  { name, contents, options }: (typeof comparisons)[number],
  directory: string,
): Promise<Bundle> => {
  const outdir = path.join(directory, name)
  const stdin = { contents, resolveDir: process.cwd(), sourcefile: 'index.js' }
  await build({ ...options, stdin, outdir, entryNames: 'index', logLevel: 'silent' })
  return bundleOf(name, path.join(outdir, 'index.mjs'), environmentOf({}))
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

/** The comparisons, made in `directory`, then our own. */
export const coldStartBundles = async (assembly: string, directory: string): Promise<readonly Bundle[]> => {
  const others = comparisons.map((each) => comparison(each, directory))
  return [...(await Promise.all(others)), ...ownBundles(assembly)]
}

/** A page of code more or less is no change of what is loaded; a library is. */
const SLACK_KIB = 8
const SLACK_OF_ALL_KIB = 64

const KIB = 1024

/** What each function's start loads, and what all of them bring along, for CI. */
export const bundleCounts = (assembly: string): readonly Count[] => {
  const bundles = ownBundles(assembly)
  const inAll = bundles.reduce((sum, { bytesInAll }) => sum + bytesInAll, 0)
  return [
    ...bundles.map(({ name, bytes }) => ({ name: `KiB of ${name}`, value: bytes / KIB, slack: SLACK_KIB })),
    {
      name: 'KiB of all functions, with what they load later',
      value: inAll / KIB,
      slack: SLACK_OF_ALL_KIB,
    },
  ]
}
