import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromAttribute, toAttribute, toAttributes } from '#shared/adapters/dynamodb/attribute-values.ts'

/** As the document client has the SDK do it. */
const bySdk = (value: unknown): AttributeValue =>
  marshall(value as Parameters<typeof marshall>[0], { convertTopLevelContainer: true }) as AttributeValue

const leaves = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ min: -(2 ** 53) + 1, max: 2 ** 53 - 1, noNaN: true }),
  fc.boolean(),
  fc.constantFrom(null, -0, '', 0.1, 1e-7, 1e21, 2n ** 70n, new Set([1, 2]), new Uint8Array([1])),
  fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 5 }).map((texts) => new Set(texts)),
)
/** Everything that an item may hold. */
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaves,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 5 }),
    fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 3 }).map((entries) => new Map(entries)),
  ),
})).value

const outcomeOf = <T>(make: () => T): { value: T } | { error: string } => {
  try {
    return { value: make() }
  } catch (error) {
    return { error: String(error) }
  }
}

describe('values', () => {
  it('become what the SDK makes of them', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(outcomeOf(() => toAttribute(value))).toStrictEqual(outcomeOf(() => bySdk(value)))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['nothing in a map', { a: undefined }],
    ['nothing in a list', [undefined]],
    ['an empty set', new Set()],
    ['a set of two kinds', new Set(['a', 1])],
    ['a number that is not exact', 2 ** 60],
    ['no number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['an instance of a class', new Date(0)],
    ['a function in a map', { a: () => 1, b: 1 }],
    ['a function in a list', [() => 1, 1]],
    ['a boxed text', Object('a')],
    ['a map without a prototype', Object.assign(Object.create(null), { a: 1 })],
    ['a map that calls its constructor something', { constructor: 'x', a: 1 }],
  ])('%s: as the SDK', (_, value) => {
    expect(outcomeOf(() => toAttribute(value))).toStrictEqual(outcomeOf(() => bySdk(value)))
  })

  it('are those of an item', () => {
    const item = { customerId: 'C1', 'm:2026-06': new Set(['1', '0']), tier: { x: 'mass' }, old: null }
    expect(toAttributes(item)).toStrictEqual(marshall(item))
  })
})

describe('attributes', () => {
  it('become what the SDK makes of them', () => {
    fc.assert(
      fc.property(values, (value) => {
        const attribute = outcomeOf(() => bySdk(value))
        if ('error' in attribute) return
        expect(fromAttribute(attribute.value)).toStrictEqual(unmarshall({ x: attribute.value }).x)
      }),
      { numRuns: 2_000 },
    )
  })

  it('keep numbers that are too large to be exact', () => {
    expect(fromAttribute({ N: '9007199254740993' })).toBe(9_007_199_254_740_993n)
  })

  it('that are not there are nothing', () => {
    expect(fromAttribute(undefined)).toBeUndefined()
  })
})
