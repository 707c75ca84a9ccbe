import { fileURLToPath } from 'node:url'
import { AssetHashType, DockerImage } from 'aws-cdk-lib'
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda'
import { type BuildOptions, buildSync } from 'esbuild'

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

/**
 * What the SDK imports only where it gets that far, which a function never does: ways to credentials other than Lambda's
 * own, which hands them over in the environment, and the reading of browsers' names. They may be missing; together they
 * were a quarter of every bundle, and one of them made Node load its own `fetch` at every start (docs/adr/0031).
 */
const NEVER_REACHED: readonly string[] = [
  ...['http', 'ini', 'login', 'process', 'sso', 'web-identity'].map(
    (source) => `@aws-sdk/credential-provider-${source}`,
  ),
  '@smithy/credential-provider-imds',
  'bowser',
]

/**
 * The SDK reads streams of events by it, of which nothing here has any; but S3's client has it loaded at its start. As a
 * file of its own it would split what every function loads into more files, each a third of a millisecond.
 */
const EVENT_STREAMS = '@smithy/core/event-streams'
const usesS3 = (folder: string): boolean => folder === 'simulate'

/**
 * The AWS SDK is bundled, so that the code runs with the version it was tested with. What is behind a dynamic `import()`
 * becomes a file of its own, which costs a start nothing (docs/adr/0031). CommonJS dependencies inside an ES module need a
 * `require` for Node's own modules. Source maps are left out: one rebuilds them from the commit.
 */
export const bundling = {
  absWorkingDir: projectRoot,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  splitting: true,
  outExtension: { '.js': '.mjs' },
  mainFields: ['module', 'main'],
  alias: { 'node:process': `${projectRoot}infra/constructs/node-process.mjs` },
  external: [...NEVER_REACHED, EVENT_STREAMS],
  minify: true,
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  logLevel: 'warning',
} satisfies BuildOptions

/**
 * A function's code as CDK uploads it: `index.mjs`, and beside it the files that it loads later or shares with those.
 * @param folder of the function under `functions/`
 */
export const functionCode = (folder: string): AssetCode =>
  Code.fromAsset(`${projectRoot}functions/${folder}`, {
    // By what comes out: what the function imports stands outside its folder, too.
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never taken, because the local way below always is.
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle: (outdir) => {
          const external = usesS3(folder) ? NEVER_REACHED : bundling.external
          const entryPoints = { index: `functions/${folder}/handler.ts` }
          buildSync({ ...bundling, external: [...external], entryPoints, outdir })
          return true
        },
      },
    },
  })
