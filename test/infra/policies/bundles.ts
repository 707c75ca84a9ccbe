import { readdirSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { NEVER_REACHED } from '#infra/constructs/function-code.ts'
import { synthesized } from '#test/infra/synthesized.ts'
import { filesAtStart, filesInAll, sizeOf } from '#test/support/bundle-files.ts'

const { directory, output } = synthesized()

const assetOf = (name: string): string =>
  path.join(directory, `asset.${output(`${name}Function`).properties.Code.S3Key.replace('.zip', '')}`)

const entryOf = (name: string): string => path.join(assetOf(name), 'index.mjs')

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

  it.each(Object.keys(budgets))('%s finds everything in itself or in Node', (name) => {
    const files = filesInAll(entryOf(name))
    expect(files.map(({ file }) => path.basename(file)).sort()).toEqual(readdirSync(assetOf(name)).sort())
    const needed = files.flatMap(({ imports }) => imports)
    expect(needed.length).toBeGreaterThan(0)
    expect(needed.filter((from) => !isBuiltin(from) && !from.startsWith('./'))).toEqual([])
    const later = files.flatMap(({ laterImports }) => laterImports)
    expect(
      later.filter((from) => !isBuiltin(from) && !from.startsWith('./') && !NEVER_REACHED.includes(from)),
    ).toEqual([])
  })

  // Loading it as an ES module runs every getter of it, one of which loads all of Node's own `fetch` (docs/adr/0031).
  it.each(Object.keys(budgets))("%s does not import Node's http at its start", (name) => {
    const needed = filesAtStart(entryOf(name)).flatMap(({ imports }) => imports)
    expect(needed).toContain('node:https')
    expect(needed.filter((from) => /^(?:node:)?http2?$/.test(from))).toEqual([])
  })
})
