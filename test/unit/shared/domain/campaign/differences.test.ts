import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Difference, differences } from '#shared/domain/campaign/differences.ts'

describe('what differs', () => {
  it.each<[string, unknown, unknown, Difference[]]>([
    ['nothing', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
    ['a word', { name: 'x' }, { name: 'y' }, [{ path: 'name', kind: 'changed', before: 'x', after: 'y' }]],
    ['a new key', {}, { topic: 'savings' }, [{ path: 'topic', kind: 'added', after: 'savings' }]],
    ['a key that is gone', { topic: 'x' }, {}, [{ path: 'topic', kind: 'removed', before: 'x' }]],
    [
      'a list of words, as a whole',
      { channels: ['email', 'sms'] },
      { channels: ['sms', 'email'] },
      [{ path: 'channels', kind: 'changed', before: ['email', 'sms'], after: ['sms', 'email'] }],
    ],
    [
      'a part of a group in a list',
      { audience: { all: [{ value: 65 }, { value: 1 }] } },
      { audience: { all: [{ value: 70 }] } },
      [
        { path: 'audience.all.0.value', kind: 'changed', before: 65, after: 70 },
        { path: 'audience.all.1', kind: 'removed', before: { value: 1 } },
      ],
    ],
    [
      'another kind of thing',
      { audience: { all: [{}] } },
      { audience: { any: [{}] } },
      [
        { path: 'audience.all', kind: 'removed', before: [{}] },
        { path: 'audience.any', kind: 'added', after: [{}] },
      ],
    ],
    ['a group for a list', { a: {} }, { a: [{}] }, [{ path: 'a', kind: 'changed', before: {}, after: [{}] }]],
    [
      'a list of words for groups',
      { a: [1] },
      { a: [{}] },
      [{ path: 'a.0', kind: 'changed', before: 1, after: {} }],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(differences(before, after)).toEqual(expected)
  })

  it('is nothing between equal values, and something between others', () => {
    const json = fc.jsonValue({ maxDepth: 4 })
    fc.assert(
      fc.property(json, json, (one, other) => {
        expect(differences(one, structuredClone(one))).toEqual([])
        const text = (value: unknown) => JSON.stringify(value, sortedKeys)
        expect(differences(one, other).length === 0).toBe(text(one) === text(other))
      }),
    )
  })
})

const sortedKeys = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
