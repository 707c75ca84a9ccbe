import fc from 'fast-check'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { contentOf } from '#shared/domain/campaign/campaign-content.ts'
import type { ApiDocument, JsonSchema, Operation, Parameter } from '#test/support/api/document.ts'
import { valuesOf } from '#test/support/api/schema-arbitrary.ts'

/** What a request says at one place: by itself, or as one of the things that answers have named before. */
export type Said = { readonly value: string } | { readonly known: number }

/** A request before it is known what there is to ask about. */
export interface PlannedRequest {
  readonly operation: Operation
  /** Groups of the token; undefined sends none. */
  readonly groups: readonly string[] | undefined
  readonly path: Readonly<Record<string, Said>>
  readonly query: readonly (readonly [name: string, value: Said])[]
  readonly ifMatch: Said | undefined
  readonly idempotencyKey: string | undefined
  readonly contentType: string
  /** As it goes over the wire. */
  readonly body: string | undefined
}

/** What people type, paste and attack with. */
const HOSTILE = [
  ...['', ' ', '.', '..', '../../me', '%', '%00', '%2e%2e', 'null', 'undefined', 'NaN', '-1', '0', '1e999'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '"',
    "'; DROP TABLE customers; --",
    '<script>',
    '{{7*7}}',
    '#{7*7}',
  ],
  ...['a'.repeat(2_000), '\u0000', '\u202e', '😀', 'ｅｎ', 'İ', '#', '?x=1', 'a/b', 'a%2Fb', 'v1', 'draft'],
]
const hostile = fc.constantFrom(...HOSTILE)
const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostile,
  fc.constantFrom<unknown>(null, true, -1, 0, 1.5, 1e21, 2 ** 53, [], {}, [[]], { $ref: '#' }),
  fc.jsonValue({ maxDepth: 3 }),
)

const often = <T>(usual: fc.Arbitrary<T>, usualWeight: number, ...others: fc.Arbitrary<T>[]) =>
  fc.oneof(
    { arbitrary: usual, weight: usualWeight },
    ...others.map((arbitrary) => ({ arbitrary, weight: 1 })),
  )

const known = fc.nat().map((index): Said => ({ known: index }))
const itself = (values: fc.Arbitrary<unknown>) => values.map((value): Said => ({ value: String(value) }))

type Path = readonly (string | number)[]

const pathsIn = (value: unknown, at: Path = []): Path[] =>
  typeof value !== 'object' || value === null
    ? [at]
    : [at, ...Object.entries(value).flatMap(([key, each]) => pathsIn(each, [...at, key]))]

const replaced = (value: unknown, [key, ...rest]: Path, by: unknown): unknown => {
  if (key === undefined) return by
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : { ...(value as object) }
  const inner = replaced(Reflect.get(copy, key), rest, by)
  if (inner === undefined && !Array.isArray(copy)) Reflect.deleteProperty(copy, key)
  else Reflect.set(copy, key, inner)
  return copy
}

/** One thing in it is another, is missing, or is there without being known. */
const bent = (body: unknown): fc.Arbitrary<unknown> =>
  fc
    .tuple(fc.constantFrom(...pathsIn(body)), fc.oneof(hostileValue, fc.constant(undefined)))
    .map(([path, by]) => replaced(body, path, by))

/** Texts that are no JSON, or more than anybody would take. */
const broken = (text: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    '',
    text.slice(0, -1),
    `${text},`,
    `[${text}]`,
    '{"a":1e400}',
    '{"title":"\\ud800"}',
    '['.repeat(60_000) + ']'.repeat(60_000),
    `{"not":${'{"not":'.repeat(3_000)}1${'}'.repeat(3_000)}}`,
    JSON.stringify({ text: 'x'.repeat(300_000) }),
    '\u0000',
  )

export interface RequestOptions {
  readonly document: ApiDocument
  /** Right ones, to begin with. */
  readonly campaigns: readonly Campaign[]
  readonly settings: unknown
}

/** Some keys hold what the engine's own schemas describe, though a route takes anything there to say what is wrong. */
const hinted = ({
  document: { schemas },
  campaigns,
}: RequestOptions): Record<string, fc.Arbitrary<unknown>> => {
  const whole: JsonSchema = { $ref: '#/components/schemas/Campaign' }
  const shipped = fc
    .tuple(fc.constantFrom(...campaigns), fc.integer({ min: 1, max: 5 }))
    .map(([campaign, n]) => ({ ...contentOf({ ...campaign }).content, id: `fuzzed-${n}` }))
  return {
    content: often<unknown>(shipped, 5, shipped.chain(bent), valuesOf(whole, schemas)),
    condition: often<unknown>(
      fc.nat(99).map((value) => ({ field: 'customer.age', op: 'gte', value })),
      4,
      valuesOf({ $ref: '#/components/schemas/Condition' }, schemas),
      fc.integer({ min: 1, max: 4 }).map((n) => ({ segment: `segment-${n}` })),
      hostileValue,
    ),
    segmentId: fc.integer({ min: 1, max: 4 }).map((n) => `segment-${n}`),
    campaignId: often<unknown>(
      fc.integer({ min: 1, max: 9 }).map((n) => `fuzzed-${n}`),
      3,
      fc.constantFrom(...campaigns.map(({ id }) => id)),
    ),
    language: often(fc.constant('en'), 3, fc.constantFrom('cs', 'zh-CN')),
    version: often<unknown>(fc.constantFrom('draft', 1), 4, fc.integer({ min: 1, max: 3 })),
    reference: fc.constant('CASE-1'),
    goLiveAt: fc
      .integer({ min: 1, max: 40 })
      .map((days) => new Date(Date.now() + days * 86_400_000).toISOString()),
  }
}

const bodiesOf = (operation: Operation, options: RequestOptions): fc.Arbitrary<unknown> => {
  const { document, settings } = options
  if (operation.path === '/v1/settings')
    return often<unknown>(
      fc.constant(settings),
      2,
      bent(settings),
      valuesOf(operation.body ?? {}, document.schemas),
    )
  const hints = hinted(options)
  return valuesOf(operation.body ?? {}, document.schemas).chain((body) => {
    if (typeof body !== 'object' || body === null) return fc.constant(body)
    const keys = Object.keys(body).filter((key) => key in hints)
    const filled = fc.record(Object.fromEntries(keys.map((key) => [key, hints[key] ?? fc.constant(null)])))
    return filled.map((more) => ({ ...body, ...(more as object) }))
  })
}

const wireBody = (operation: Operation, options: RequestOptions): fc.Arbitrary<string | undefined> => {
  if (operation.body === undefined) return often(fc.constant(undefined), 9, fc.constant('{"surplus":1}'))
  const right = bodiesOf(operation, options)
  const text = (values: fc.Arbitrary<unknown>) => values.map((value) => JSON.stringify(value) ?? '')
  return often<string | undefined>(
    text(right),
    7,
    text(right.chain(bent)),
    text(right.chain(bent)),
    text(right).chain(broken),
  )
}

const saidOf = ({ schema }: Parameter, schemas: ApiDocument['schemas']) =>
  often(known, 8, itself(valuesOf(schema, schemas)), itself(hostile))

const plannedOf = (operation: Operation, options: RequestOptions): fc.Arbitrary<PlannedRequest> => {
  const { schemas } = options.document
  const at = (place: string) => operation.parameters.filter((each) => each.in === place)
  const groups = ['marketer', 'approver', 'relationship-manager', 'compliance', 'admin']
  const allowed = operation.roles.length > 0 ? operation.roles : groups
  return fc.record<PlannedRequest>({
    operation: fc.constant(operation),
    groups: often<readonly string[] | undefined>(
      fc.constantFrom(...allowed).map((role) => [role]),
      8,
      fc.subarray(groups),
      fc.constant(undefined),
    ),
    path: fc.record(Object.fromEntries(at('path').map((each) => [each.name, saidOf(each, schemas)]))),
    query: fc
      .tuple(
        ...at('query').map((each) =>
          fc.option(
            often(itself(valuesOf(each.schema, schemas)), 6, known, itself(hostile)).map(
              (value) => [each.name, value] as const,
            ),
            { freq: each.required ? 9 : 1 },
          ),
        ),
        fc.option(fc.tuple(hostile, itself(hostile)), { freq: 1 }),
      )
      .map((pairs) => pairs.filter((pair) => pair !== null)),
    ifMatch: at('header').some(({ name }) => name === 'If-Match')
      ? often<Said | undefined>(
          known,
          8,
          itself(hostile.filter(isHeader)),
          fc.constant({ value: '"1"' }),
          fc.constant(undefined),
        )
      : fc.constant(undefined),
    idempotencyKey: often<string | undefined>(
      fc.constant(undefined),
      6,
      fc.integer({ min: 1, max: 30 }).map((n) => `key-${n}`),
    ),
    contentType: often(
      fc.constant('application/json'),
      30,
      fc.constantFrom('text/plain', 'application/xml', '*/*', 'x'),
    ),
    body: wireBody(operation, options),
  })
}

/** What fetch lets through as a header's value. */
const isHeader = (text: string): boolean => /^[\x20-\x7e]*$/.test(text)

/** Requests to every route alike: right ones, ones with one thing wrong, and nonsense. */
export const plannedRequests = (options: RequestOptions): fc.Arbitrary<PlannedRequest> =>
  fc.oneof(...options.document.operations.map((operation) => plannedOf(operation, options)))
