import { readArguments } from '#infra/local/commands/read-arguments.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'
import { isTimeZone } from '#shared/domain/calendar/zone-offset.ts'
import type { Language } from '#shared/domain/explain/words/words.ts'

export const USAGE = `npm run explain -- --customer ID [options]

Why a customer did, or did not, get a message: what happened, which campaigns were considered, what each gate saw,
what was sent and what became of it. Reads no names and no addresses.

  --customer ID    the bank's id of the customer
  --event ID       only what this bank event (its metadata.eventId) led to
  --campaign ID    what the launches of this campaign came to for the customer, also where nothing is recorded
  --last N         how many of the newest decisions or launches, 1 to 1000  [10]
  --lang LANGUAGE  en or zh  [en]
  --zone ZONE      time zone of the times shown, e.g. Europe/Prague  [the customer's]
  --json           print JSON instead of text: every gate of every campaign
  --outputs FILE   a deployed stack: FILE of cdk deploy --all --outputs-file FILE,
                   region and credentials from the environment  [a running npm start]

Exit code 0: explained; 1: nothing is on record; 2: cannot be used like that.`

const MOST_DECISIONS = 1000

const languages: readonly string[] = ['en', 'zh'] satisfies Language[]

export interface ExplainOptions {
  readonly customerId: string
  readonly eventId?: string
  /** Whose launches are asked about. */
  readonly campaignId?: string
  readonly decisions?: number
  readonly language: Language
  readonly timeZone?: string
  readonly json: boolean
  readonly outputs?: string
}

const refuse = (problem: string): never => {
  throw new UsageError(`${problem}\n\n${USAGE}`)
}

const parse = (args: readonly string[]) => {
  return readArguments(
    {
      args: [...args],
      options: {
        customer: { type: 'string' },
        event: { type: 'string' },
        campaign: { type: 'string' },
        last: { type: 'string' },
        lang: { type: 'string' },
        zone: { type: 'string' },
        json: { type: 'boolean' },
        outputs: { type: 'string' },
      },
    },
    USAGE,
  ).values
}

/** @throws UsageError with what is wrong and how it is meant */
export const explainOptions = (args: readonly string[]): ExplainOptions => {
  const { customer, event, campaign, last, lang = 'en', zone, json = false, outputs } = parse(args)
  if (!customer) return refuse('--customer is missing: whose messages are to be explained?')
  if (event === '') return refuse('--event has no id')
  if (campaign === '') return refuse('--campaign has no id')
  if (campaign !== undefined && event !== undefined)
    return refuse('--campaign shows launches, to which no bank event leads: leave out --event')
  if (!languages.includes(lang)) return refuse(`--lang ${lang}: must be ${languages.join(' or ')}`)
  if (zone !== undefined && !isTimeZone(zone))
    return refuse(`--zone ${zone}: no such time zone; it is written like Europe/Prague`)
  if (last !== undefined && event !== undefined)
    return refuse('--event shows all that the event led to: leave out --last')
  const decisions = last === undefined ? undefined : Number(last)
  if (
    decisions !== undefined &&
    !(Number.isInteger(decisions) && decisions >= 1 && decisions <= MOST_DECISIONS)
  )
    return refuse(`--last ${last}: must be a whole number from 1 to ${MOST_DECISIONS}`)
  return {
    customerId: customer,
    ...(event === undefined ? {} : { eventId: event }),
    ...(campaign === undefined ? {} : { campaignId: campaign }),
    ...(decisions === undefined ? {} : { decisions }),
    language: lang as Language,
    ...(zone === undefined ? {} : { timeZone: zone }),
    json,
    ...(outputs === undefined ? {} : { outputs }),
  }
}
