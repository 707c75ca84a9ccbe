import { readdirSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundling } from '#infra/constructs/function-code.ts'
import { type Resource, synthesized } from '#test/infra/synthesized.ts'
import { filesAtStart, filesInAll, sizeOf } from '#test/support/bundle-files.ts'

const { directory, output, resources } = synthesized()

const entryIn = ({ properties }: Resource): string =>
  path.join(directory, `asset.${properties.Code.S3Key.replace('.zip', '')}`, 'index.mjs')

const entryOf = (name: string): string => entryIn(output(`${name}Function`))

/** The entry of every function, by its id. */
const entries = resources('AWS::Lambda::Function')
  .filter(({ properties }) => properties.Environment?.Variables.POWERTOOLS_SERVICE_NAME !== undefined)
  .map((resource) => [resource.id, entryIn(resource)] as const)

const codeOf = (name: string): string =>
  filesInAll(entryOf(name))
    .map(({ code }) => code)
    .join('\n')

/** Text that survives minifying and stands only in the package named. */
const markers = {
  'the SES client': 'com.amazonaws.sesv2',
  'the SMS client': 'com.amazonaws.pinpointsmsvoicev2',
  'the template engine': 'illegal tag syntax',
}

/** In bytes, minified: what a start loads before the first event. */
const budgets = {
  ReactToEvents: 480_000,
  SweepCalendar: 450_000,
  ReleaseDue: 450_000,
  DeliverMessage: 600_000,
  RecordOutcome: 450_000,
  AttributeConversion: 450_000,
  ReceiveReply: 450_000,
  Unsubscribe: 450_000,
  // Hono, croner for schedules, Liquid for previews, both providers for test messages, and SQS.
  Api: 1_200_000,
}

describe('bundles', () => {
  it.each(Object.entries(budgets))('%s has at most %i bytes', (name, budget) => {
    expect(sizeOf(filesAtStart(entryOf(name)))).toBeLessThanOrEqual(budget)
  })

  it.each(Object.entries(markers))(
    'react-to-events is without %s, deliver-message with it',
    (_what, marker) => {
      expect(codeOf('DeliverMessage')).toContain(marker)
      expect(codeOf('ReactToEvents')).not.toContain(marker)
    },
  )

  it.each(entries)('%s finds everything in itself or in Node', (_, entry) => {
    const files = filesInAll(entry)
    const names = files.map(({ file }) => path.basename(file))
    expect(names.sort()).toEqual(readdirSync(path.dirname(entry)).sort())
    const foreign = (from: string): boolean => !isBuiltin(from) && !from.startsWith('./')
    const needed = files.flatMap(({ imports }) => imports)
    expect(needed.length).toBeGreaterThan(0)
    expect(needed.filter(foreign)).toEqual([])
    const later = files.flatMap(({ laterImports }) => laterImports)
    expect(later.filter(foreign).filter((from) => !bundling.external.includes(from))).toEqual([])
  })

  // Loading it as an ES module runs every getter of it, one of which loads all of Node's own `fetch` (docs/adr/0031).
  it.each(entries)("%s does not import Node's http at its start", (_, entry) => {
    const needed = filesAtStart(entry).flatMap(({ imports }) => imports)
    expect(needed).toContain('node:https')
    expect(needed.filter((from) => /^(?:node:)?http2?$/.test(from))).toEqual([])
  })
})
