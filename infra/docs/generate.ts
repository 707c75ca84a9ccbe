import { readFile, writeFile } from 'node:fs/promises'
import { allRoutes } from '#functions/api/routes/all.ts'
import { accessTable } from '#infra/docs/access.ts'
import { eventCatalogue } from '#infra/docs/event-catalogue.ts'
import { formatted } from '#infra/docs/format.ts'
import { withMeasured } from '#infra/docs/measured.ts'
import { openApiDocument } from '#infra/docs/openapi/document.ts'
import { contractShapes } from '#infra/docs/shapes.ts'
import { tableCatalogue } from '#infra/docs/table-catalogue.ts'

const root = new URL('../../', import.meta.url)
const print = (line: string) => process.stdout.write(`${line}\n`)

const OPEN_API = 'functions/api/openapi.json'

const text = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8')

const readme = async (): Promise<string> =>
  withMeasured(await text('README.md'), await text('test/bench/RESULTS.md'))

/** The generated files: path and how to make each. */
const documents: Readonly<Record<string, () => string | Promise<string>>> = {
  'events/README.md': eventCatalogue,
  'shared/tables/README.md': tableCatalogue,
  'docs/access.md': () => accessTable(allRoutes),
  'README.md': readme,
  [OPEN_API]: () => openApiDocument(allRoutes, OPEN_API),
}

const current = async (path: string): Promise<string | undefined> => {
  try {
    return await text(path)
  } catch {
    return undefined
  }
}

const outdated = async () => {
  const all = await Promise.all(
    Object.entries(documents).map(async ([path, make]) => ({
      path,
      wanted: await make(),
      is: await current(path),
    })),
  )
  return all.filter(({ wanted, is }) => wanted !== is)
}

const check = async () => {
  const paths = (await outdated()).map(({ path }) => path)
  if (paths.length === 0) return
  print(`out of date: ${paths.join(', ')}; run \`npm run docs\` and commit what it writes`)
  process.exitCode = 1
}

const generate = async () => {
  for (const { path, wanted } of await outdated()) {
    await writeFile(new URL(path, root), wanted)
    print(`wrote ${path}`)
  }
}

/** Agrees to the contracts as they stand; a step of its own, so that no shape changes in passing. */
const acceptShapes = async () => {
  const path = 'events/shapes.json'
  await writeFile(new URL(path, root), formatted(path, JSON.stringify(contractShapes())))
  print(`wrote ${path}`)
}

const option = process.argv[2]
if (option === '--check') await check()
else if (option === '--accept-shapes') await acceptShapes()
else if (option === undefined) await generate()
else throw new Error(`unknown option ${option}: --check, --accept-shapes or none`)
