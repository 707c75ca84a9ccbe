import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { readArguments } from '#infra/local/commands/read-arguments.ts'
import { readSettings } from '#infra/local/commands/replay/options.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'
import { readCampaign } from '#infra/seed/campaign-file.ts'
import { readNamedCampaigns } from '#infra/seed/shipped-campaigns.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { Language } from '#shared/domain/explain/words/words.ts'
import type { Settings } from '#shared/domain/settings.ts'
import {
  defaultPriceSheet,
  type PriceSheet,
  priceSheetSchema,
} from '#shared/domain/simulation/price-sheet.ts'

export const SIMULATE_USAGE = `npm run bellwether -- simulate [FILE.yaml ...] --events FILE.ndjson [options]

What recorded events would have led to with these campaigns as if they were live, and without them. Sends nothing.

  --events FILE     PutEvents entries, one a line, in the order in which they were published
  --settings FILE   JSON with settings that differ from the defaults
  --live WHICH      which campaigns are live beside them: starter, examples (both), none,
                    or a directory of campaign files  [starter]
  --share SHARE     play only so many of the customers, above 0 to 1: the same ones every time  [1]
  --prices FILE     JSON with what differs from the price sheet: asOf, currency,
                    emailPerThousand, smsPerSegment, inappPerThousand, sources
  --messages OUT    write every message there, one a line, as replay --messages does
  --lang LANGUAGE   en or zh  [en]
  --json            print JSON instead of tables

Exit code 0: simulated; 2: cannot be used like that.`

export interface SimulateOptions {
  readonly events: string
  readonly drafts: readonly Campaign[]
  readonly live: readonly Campaign[]
  readonly settings: Settings
  readonly prices: PriceSheet
  readonly share: number
  readonly messages?: string
  readonly language: Language
  readonly json: boolean
}

const refuse = (problem: string): never => {
  throw new UsageError(`${problem}\n\n${SIMULATE_USAGE}`)
}

/** What can be read or is refused with what is wrong with it. */
const readOrRefuse = <T>(read: () => T): T => {
  try {
    return read()
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError((error as Error).message)
  }
}

const parse = (args: readonly string[]) => {
  return readArguments(
    {
      args: [...args],
      allowPositionals: true,
      options: {
        events: { type: 'string' },
        settings: { type: 'string' },
        live: { type: 'string' },
        share: { type: 'string' },
        prices: { type: 'string' },
        messages: { type: 'string' },
        lang: { type: 'string' },
        json: { type: 'boolean' },
      },
    },
    SIMULATE_USAGE,
  )
}

const pricesOf = (file: string | undefined): PriceSheet => {
  if (file === undefined) return defaultPriceSheet
  const given = readOrRefuse(() => JSON.parse(readFileSync(file, 'utf8')))
  const parsed = z.safeParse(priceSheetSchema, {
    ...defaultPriceSheet,
    ...given,
    sources: { ...defaultPriceSheet.sources, ...given?.sources },
  })
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'prices'}: ${message}`)
  throw new UsageError(`${file}: ${wrong.join('; ')}`)
}

const draftsOf = (files: readonly string[]): Campaign[] => {
  const drafts = files.map((file) => readOrRefuse(() => readCampaign(readFileSync(file, 'utf8'), file)))
  const twice = drafts.find(({ id }, index) => drafts.findIndex((other) => other.id === id) < index)
  if (twice) refuse(`${twice.id} is given twice`)
  return drafts
}

const shareOf = (text: string | undefined): number => {
  const share = text === undefined ? 1 : Number(text)
  return share > 0 && share <= 1 ? share : refuse(`--share ${text}: must be above 0 and at most 1`)
}

/** @throws UsageError with what is wrong and how it is meant */
export const simulateOptions = (args: readonly string[]): SimulateOptions => {
  const { values, positionals } = parse(args)
  const { events = refuse('--events is missing: what is to be played?'), lang = 'en', messages } = values
  if (lang !== 'en' && lang !== 'zh') return refuse(`--lang ${lang}: must be en or zh`)
  return {
    events,
    drafts: draftsOf(positionals),
    live: readOrRefuse(() => readNamedCampaigns(values.live ?? 'starter')),
    settings: readSettings(values.settings),
    prices: pricesOf(values.prices),
    share: shareOf(values.share),
    ...(messages === undefined ? {} : { messages }),
    language: lang,
    json: values.json ?? false,
  }
}
