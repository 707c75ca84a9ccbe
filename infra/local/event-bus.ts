import { randomUUID } from 'node:crypto'
import { LOCAL_ACCOUNT, LOCAL_REGION } from '#infra/local/account.ts'
import type { EventMatcher } from '#infra/local/event-pattern.ts'
import { AwsError } from '#infra/local/loopback-server.ts'

export interface BusRule {
  readonly name: string
  readonly arn: string
  readonly busName: string
  readonly matches: EventMatcher
  readonly targets: readonly { readonly arn: string; readonly id: string }[]
}

/** Hands event bodies (whole envelopes as JSON text) to one target; resolves when the target holds them durably. */
export type Deliver = (targetArn: string, bodies: readonly string[]) => Promise<unknown>

/** An event that an AWS service publishes on the default bus; `aws.*` sources are refused through PutEvents. */
export interface ServiceEvent {
  readonly source: string
  readonly detailType: string
  readonly time: Date
  readonly resources: readonly string[]
  readonly detail: Readonly<Record<string, unknown>>
}

export interface PutEventsResult {
  EventId?: string
  ErrorCode?: string
  ErrorMessage?: string
}

export interface PutEventsResponse {
  readonly FailedEntryCount: number
  readonly Entries: readonly PutEventsResult[]
}

export interface EventBus {
  /** `default` and the names it was made with. */
  readonly buses: readonly string[]
  /** `request` is the parsed body of PutEvents. Throws AwsError (ValidationException) where AWS refuses it whole. */
  putEvents(request: unknown): Promise<PutEventsResponse>
  /** For the doubles of AWS services: publishes on `default`; rejects when a target could not take it. */
  publishServiceEvent(event: ServiceEvent): Promise<void>
  /**
   * Hands envelopes (JSON text) to the targets of the rules that match, and of no rule but those named, where any is;
   * rejects when a target could not take them. They are not archived again.
   */
  publishArchived(busName: string, bodies: readonly string[], ruleArns?: readonly string[]): Promise<void>
}

/** Keeps what passes over its bus. */
export interface BusArchive {
  readonly busName: string
  /** @param event the parsed envelope */
  keeps(event: unknown): boolean
  /** @param bodies envelopes as JSON text */
  append(bodies: readonly string[]): void
}

export interface EventBusOptions {
  /** Names of the custom buses; `default` always exists. */
  readonly buses: readonly string[]
  readonly rules: readonly BusRule[]
  readonly archives?: readonly BusArchive[]
  readonly deliver: Deliver
  readonly now?: () => Date
}

/** One event on its way: `text` is the detail as it was sent, `parsed` the same for patterns to look into. */
interface Accepted {
  readonly id: string
  readonly busName: string
  readonly head: Readonly<Record<string, unknown>>
  readonly text: string
  readonly parsed: object
}

/** The same on its way to targets: parsed, for patterns to look into, and as the text that they get. */
interface Routed {
  readonly id: string
  readonly busName: string
  readonly event: unknown
  readonly body: string
}

const maxEntries = 10
/** AWS raised it from 256 KB in January 2026. */
const maxRequestBytes = 1024 * 1024

/** In-memory routing by rules; an event counts as accepted when every matching target holds it. */
export function createEventBus(options: EventBusOptions): EventBus {
  const { rules, archives = [], deliver, now = () => new Date() } = options
  const buses = [...new Set(['default', ...options.buses])]
  const stray = rules.find((rule) => !buses.includes(rule.busName))
  if (stray) throw new Error(`Rule ${stray.name} is on the unknown bus ${stray.busName}`)

  const accept = (event: Omit<Accepted, 'id' | 'head'>, head: EnvelopeHead): Accepted => {
    const id = randomUUID()
    const { detailType, source, time, resources } = head
    const named = { version: '0', id, 'detail-type': detailType, source, account: LOCAL_ACCOUNT }
    return { ...event, id, head: { ...named, time: isoSeconds(time), region: LOCAL_REGION, resources } }
  }

  const acceptEntry = (entry: Entry): Accepted => {
    const { Source, DetailType, Detail } = entry
    const [source, detailType] = [required('Source', Source), required('DetailType', DetailType)]
    const text = required('Detail', Detail)
    if (source.startsWith('aws.'))
      throw refusal('NotAuthorizedForSourceException', 'Not authorized for the source.')
    const busName = `${entry.EventBusName ?? 'default'}`.replace(/^arn:[^/]*:event-bus\//, '')
    // AWS answers success and drops the event; here the one who mistyped the name is told.
    if (!buses.includes(busName))
      throw refusal('ResourceNotFoundException', `Event bus ${busName} does not exist.`)
    const time = entry.Time === undefined ? now() : new Date(Number(entry.Time) * 1000)
    if (Number.isNaN(time.getTime())) throw refusal('InvalidArgument', 'Parameter Time is not valid.')
    const resources = Array.isArray(entry.Resources) ? entry.Resources.map(String) : []
    return accept({ busName, text, parsed: parseDetail(text) }, { source, detailType, time, resources })
  }

  /** Delivers to the targets, each in one call; returns why by id for the events that some target did not take. */
  const route = async (
    events: readonly Routed[],
    among: readonly BusRule[] = rules,
  ): Promise<ReadonlyMap<string, string>> => {
    const batches = new Map<string, Routed[]>()
    for (const event of events)
      for (const arn of targetsOf(event, among)) {
        const batch = batches.get(arn) ?? []
        batches.set(arn, batch)
        batch.push(event)
      }
    const undelivered = new Map<string, string>()
    const deliverBatch = async ([arn, batch]: [string, Routed[]]) => {
      try {
        await deliver(
          arn,
          batch.map(({ body }) => body),
        )
      } catch (error) {
        for (const { id } of batch) undelivered.set(id, String(error))
      }
    }
    await Promise.all([...batches].map(deliverBatch))
    return undelivered
  }

  /** Before they are delivered: what was accepted must be there when everything behind the bus was lost. */
  const archive = (events: readonly Routed[]): void => {
    for (const kept of archives) {
      const own = events.filter(({ busName, event }) => busName === kept.busName && kept.keeps(event))
      kept.append(own.map(({ body }) => body))
    }
  }

  const take = (events: readonly Accepted[]): Promise<ReadonlyMap<string, string>> => {
    const routed = events.map(toRouted)
    archive(routed)
    return route(routed)
  }

  const putEvents = async (request: unknown): Promise<PutEventsResponse> => {
    const judged = entriesOf(request).map((entry) => acceptOrRefuse(() => acceptEntry(entry)))
    const undelivered = await take(judged.filter((one) => 'head' in one))
    const Entries = judged.map((one): PutEventsResult => {
      if (!('head' in one)) return one
      const failure = undelivered.get(one.id)
      return failure === undefined
        ? { EventId: one.id }
        : { ErrorCode: 'InternalFailure', ErrorMessage: failure }
    })
    return { FailedEntryCount: Entries.filter((one) => one.ErrorCode !== undefined).length, Entries }
  }

  const publishServiceEvent = async ({ detail, ...head }: ServiceEvent): Promise<void> => {
    const event = accept({ busName: 'default', text: JSON.stringify(detail), parsed: detail }, head)
    if ((await take([event])).size > 0)
      throw new Error(`A target could not take the event ${head.detailType}`)
  }

  const publishArchived: EventBus['publishArchived'] = async (busName, bodies, ruleArns) => {
    const among = ruleArns ? rules.filter(({ arn }) => ruleArns.includes(arn)) : rules
    const events = bodies.map((body, index) => ({ id: `${index}`, busName, event: JSON.parse(body), body }))
    const [failure] = (await route(events, among)).values()
    if (failure !== undefined) throw new Error(failure)
  }

  return { buses, putEvents, publishServiceEvent, publishArchived }
}

type Entry = Readonly<Record<string, unknown>>
type EnvelopeHead = Omit<ServiceEvent, 'detail'>

function entriesOf(request: unknown): readonly Entry[] {
  const entries = (request as { Entries?: unknown } | null)?.Entries
  if (!Array.isArray(entries) || entries.length < 1 || entries.length > maxEntries)
    throw new AwsError('ValidationException', `Entries must have between 1 and ${maxEntries} members.`)
  if (!entries.every((entry): entry is Entry => typeof entry === 'object' && entry !== null))
    throw new AwsError('SerializationException', 'An entry is not an object.')
  if (entries.reduce((sum, entry) => sum + entryBytes(entry), 0) > maxRequestBytes)
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.')
  return entries
}

/** As AWS counts: the texts in UTF-8, and 14 bytes for a time. */
function entryBytes(entry: Entry): number {
  const resources = Array.isArray(entry.Resources) ? entry.Resources : []
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...resources]
  const bytes = texts.reduce<number>(
    (sum, text) => sum + (typeof text === 'string' ? Buffer.byteLength(text) : 0),
    0,
  )
  return bytes + (entry.Time === undefined ? 0 : 14)
}

function acceptOrRefuse(accept: () => Accepted): Accepted | PutEventsResult {
  try {
    return accept()
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { ErrorCode: error.code, ErrorMessage: error.message }
  }
}

const refusal = (code: string, message: string): AwsError => new AwsError(code, message)

function required(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value
  throw refusal('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`)
}

function parseDetail(text: string): object {
  let detail: unknown
  try {
    detail = JSON.parse(text)
  } catch {
    throw refusal('MalformedDetail', 'Detail is malformed.')
  }
  if (typeof detail === 'object' && detail !== null && !Array.isArray(detail)) return detail
  throw refusal('MalformedDetail', 'Detail is not a JSON object.')
}

const toRouted = (accepted: Accepted): Routed => {
  const { id, busName, head, parsed } = accepted
  return { id, busName, event: { ...head, detail: parsed }, body: envelope(accepted) }
}

function targetsOf({ busName, event }: Routed, rules: readonly BusRule[]): string[] {
  const matching = rules.filter((rule) => rule.busName === busName && rule.matches(event))
  return matching.flatMap((rule) => rule.targets.map(({ arn }) => arn))
}

/** Splices the detail's own text in: serializing it anew would lose its numbers' form, and the stack if it is deep. */
const envelope = ({ head, text }: Accepted): string =>
  `${JSON.stringify(head).slice(0, -1)},"detail":${text}}`.replace(notInSqs, escaped)

/**
 * Characters that JSON allows raw and SQS does not, and all beyond U+FFFF, which SQS takes and fauxqs does not. In JSON
 * they can stand in strings only, so their escapes are equal.
 */
const notInSqs = /[\uD800-\uDFFF\uFFFE\uFFFF]/g
const escaped = (codeUnit: string): string => `\\u${codeUnit.charCodeAt(0).toString(16)}`

const isoSeconds = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, 'Z')
