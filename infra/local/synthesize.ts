import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import { type Stack, templateSchema } from '#infra/local/template.ts'

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z.optional(
        z.object({ templateFile: z.optional(z.string()), stackName: z.optional(z.string()) }),
      ),
    }),
  ),
})

const assetsSchema = z.object({
  files: z._default(
    z.record(z.string(), z.object({ source: z.object({ path: z.optional(z.string()) }) })),
    {},
  ),
})

const cdkConfigSchema = z.object({ context: z.optional(z.record(z.string(), z.unknown())) })

/**
 * Runs the CDK app as the CDK CLI would, without it and without AWS credentials: bundles and templates go to
 * `outputDirectory`. @throws Error with what the app printed when it fails
 */
export async function synthesize(outputDirectory: string): Promise<readonly Stack[]> {
  rmSync(outputDirectory, { recursive: true, force: true })
  const { context } = read(path.join(projectRoot, 'cdk.json'), cdkConfigSchema)
  const app = spawn(process.execPath, ['infra/app.ts'], {
    cwd: projectRoot,
    // The CLI hands cdk.json's context over in this variable; the app itself does not read the file.
    env: { ...process.env, CDK_OUTDIR: outputDirectory, CDK_CONTEXT_JSON: JSON.stringify(context ?? {}) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed: string[] = []
  for (const stream of [app.stdout, app.stderr]) stream.on('data', (chunk) => printed.push(String(chunk)))
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    app.once('error', reject)
    app.once('close', resolve)
  })
  if (exitCode !== 0) throw new Error(`the CDK app failed:\n${printed.join('')}`)
  return readAssembly(outputDirectory)
}

/** Reads the stacks of a cloud assembly, in the order the app defined them. */
export function readAssembly(directory: string): readonly Stack[] {
  const { artifacts } = read(path.join(directory, 'manifest.json'), manifestSchema)
  return Object.entries(artifacts).flatMap(([id, { type, properties }]) => {
    if (type !== 'aws:cloudformation:stack' || properties?.templateFile === undefined) return []
    const template = read(path.join(directory, properties.templateFile), templateSchema)
    return [{ name: properties.stackName ?? id, template, assets: readAssets(directory, id) }]
  })
}

function readAssets(directory: string, stackId: string): Readonly<Record<string, string>> {
  const file = path.join(directory, `${stackId}.assets.json`)
  if (!existsSync(file)) return {}
  const files = Object.entries(read(file, assetsSchema).files)
  return Object.fromEntries(
    files.flatMap(([hash, { source }]) =>
      source.path === undefined ? [] : [[hash, path.resolve(directory, source.path)]],
    ),
  )
}

const read = <S extends z.ZodMiniType>(file: string, schema: S): z.output<S> =>
  z.parse(schema, JSON.parse(readFileSync(file, 'utf8')))
