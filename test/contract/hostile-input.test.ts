import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bankEventContracts, parseBankEvent, parseBatchMember } from '#events/registry.ts'

const names = bankEventContracts.map(({ name }) => name)

const deep = (levels: number): unknown => {
  let value: unknown = 'bottom'
  for (let i = 0; i < levels; i++) value = i % 2 === 0 ? [value] : { data: value }
  return value
}

const MARK = 'PII7f3a'

/** Values as nobody wants them; their texts are marked, so that a reason that echoes them is found out. */
const hostileValue = fc.oneof(
  fc.jsonValue(),
  fc.string().map((text) => `${MARK}${text}`),
  fc.constantFrom<unknown>(
    null,
    undefined,
    [],
    {},
    '',
    'NaN',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    2 ** 60,
    true,
    MARK.repeat(50_000),
    `${'a'.repeat(100_000)}@`,
    deep(20_000),
    new Array(100_000).fill(MARK),
    JSON.parse(`{"__proto__":{"${MARK}":1},"constructor":{"prototype":null},"toString":"${MARK}"}`),
  ),
)

interface Place {
  readonly holder: Record<string, unknown>
  readonly key: string
}

/** Every place of a value at which something else could stand. */
const placesOf = (value: unknown): Place[] => {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])])
}

const objectsOf = (value: unknown): object[] =>
  typeof value === 'object' && value !== null
    ? [...(Array.isArray(value) ? [] : [value]), ...Object.values(value).flatMap(objectsOf)]
    : []

const contract = fc.constantFrom(...bankEventContracts)
const mutated = fc
  .tuple(contract, fc.array(fc.tuple(fc.nat(), hostileValue), { minLength: 1, maxLength: 4 }))
  .map(([{ name, example }, mutations]) => {
    const detail: unknown = structuredClone(example)
    const places = placesOf(detail)
    for (const [at, value] of mutations) {
      const place = places[at % places.length]
      if (place !== undefined) place.holder[place.key] = value
    }
    return { name, detail }
  })

const expectBounded = (result: ReturnType<typeof parseBankEvent>) => {
  if (result.ok) return
  expect(result.reason.length).toBeGreaterThan(0)
  expect(result.reason.length).toBeLessThanOrEqual(500)
  expect(result.reason).not.toContain(MARK)
}

describe('whatever comes', () => {
  it('is taken or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...names), fc.string()), fc.jsonValue(), (name, detail) => {
        expectBounded(parseBankEvent(name, detail))
        expectBounded(parseBatchMember({ detailType: name, detail }))
        expectBounded(parseBatchMember(detail))
      }),
      { numRuns: 500 },
    )
  })

  it('is refused without its values when it is nearly right', () => {
    fc.assert(
      fc.property(mutated, ({ name, detail }) => expectBounded(parseBankEvent(name, detail))),
      { numRuns: 500 },
    )
  })

  it('is not of any prototype of ours', () => {
    const poisoned = JSON.parse(
      '{"__proto__":{"metadata":{}},"metadata":{"__proto__":{"eventId":"x"}},"data":{}}',
    )
    for (const name of names) expect(parseBankEvent(name, poisoned).ok).toBe(false)
    expect(Object.hasOwn(Object.prototype, 'metadata')).toBe(false)
  })
})

describe('what was taken', () => {
  it('is taken again as it is', () => {
    fc.assert(
      fc.property(mutated, ({ name, detail }) => {
        const first = parseBankEvent(name, detail)
        // Members of a batch are not looked at yet, and may nest too deeply to be compared.
        if (!first.ok || first.event.detailType === 'BankEventBatch') return
        expect(parseBankEvent(name, first.event.detail)).toEqual(first)
      }),
      { numRuns: 500 },
    )
  })

  it('does not depend on fields that no contract knows', () => {
    const extra = fc.tuple(
      fc
        .oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toJSON', 'then'))
        .map((key) => `${key}`),
      fc.jsonValue(),
      fc.nat(),
    )
    fc.assert(
      fc.property(contract, fc.array(extra, { minLength: 1, maxLength: 5 }), ({ name, example }, extras) => {
        const detail = structuredClone(example)
        const objects = objectsOf(name === 'BankEventBatch' ? { ...detail, data: null } : detail)
        for (const [key, value, at] of extras) {
          const holder = objects[at % objects.length] ?? detail
          // Not by assignment: `__proto__` must become a field, as JSON.parse makes it one.
          if (!Object.hasOwn(holder, key))
            Object.defineProperty(holder, key, {
              value,
              enumerable: true,
              configurable: true,
              writable: true,
            })
        }
        const expected = parseBankEvent(name, example)
        const result = parseBankEvent(name, detail)
        expect(JSON.stringify(result)).toBe(JSON.stringify(expected))
      }),
    )
  })
})
