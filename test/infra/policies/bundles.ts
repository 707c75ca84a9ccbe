import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { synthesized } from '#test/infra/synthesized.ts'

const { directory, output } = synthesized()

const assetOf = (name: string): string =>
  path.join(directory, `asset.${output(`${name}Function`).properties.Code.S3Key.replace('.zip', '')}`)

const codeOf = (name: string): string => readFileSync(path.join(assetOf(name), 'index.mjs'), 'utf8')

/** Text that survives minifying and stands only in the package named. */
const markers = {
  'the SES client': 'com.amazonaws.sesv2',
  'the SMS client': 'com.amazonaws.pinpointsmsvoicev2',
  'the template engine': 'illegal tag syntax',
}

/** In bytes, minified: what a cold start has to load. */
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
    expect(Buffer.byteLength(codeOf(name))).toBeLessThanOrEqual(budget)
  })

  it.each(Object.entries(markers))(
    'react-to-events is without %s, deliver-message with it',
    (_what, marker) => {
      expect(codeOf('DeliverMessage')).toContain(marker)
      expect(codeOf('ReactToEvents')).not.toContain(marker)
    },
  )

  it.each(Object.keys(budgets))('%s is one file that finds everything in itself or in Node', (name) => {
    expect(readdirSync(assetOf(name))).toEqual(['index.mjs'])
    const imported = [...codeOf(name).matchAll(/(?:^|[;}\s])import[^"'();]*["']([^"']+)["'];/g)].map(
      ([, from]) => from,
    )
    expect(imported.length).toBeGreaterThan(0)
    expect(imported.filter((from) => !isBuiltin(String(from)))).toEqual([])
  })
})
