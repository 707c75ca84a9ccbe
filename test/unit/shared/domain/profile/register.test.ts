import { describe, expect, it } from 'vitest'
import { newestWrites, type RegisterWrite, stillNewer, versionOf } from '#shared/domain/profile/register.ts'

const locale = (v: string, x = `said at ${v}`): RegisterWrite => ({ attribute: 'locale', value: { v, x } })
const branch = (v: string): RegisterWrite => ({ attribute: 'branchId', value: { v, x: 'B1' } })

/** What may stand in an item without being a register, and so has no version. */
const malformed: readonly [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['text', '5'],
  ['a number', 5],
  ['a list', ['5']],
  ['a function with a version, which is no stored value', Object.assign(() => '5', { v: '5' })],
  ['an object without a version', { x: 'cs' }],
  ['a version that is a number', { v: 5, x: 'cs' }],
  ['a version that is null', { v: null, x: 'cs' }],
]

describe('the version of what stands in an item', () => {
  it.each(['5', ''])('is that of the register: "%s"', (v) => {
    expect(versionOf({ v, x: 'cs' })).toBe(v)
  })

  it.each(malformed)('is unknown of %s', (_, stored) => {
    expect(versionOf(stored)).toBeUndefined()
  })
})

describe('of many writes, what is written', () => {
  it.each<[string, RegisterWrite[], RegisterWrite[]]>([
    ['nothing of nothing', [], []],
    ['a single write', [locale('5')], [locale('5')]],
    ['the newer one that came later', [locale('4'), locale('5')], [locale('5')]],
    ['the newer one that came first', [locale('5'), locale('4')], [locale('5')]],
    ['the newest of three', [locale('4'), locale('6'), locale('5')], [locale('6')]],
    ['the first of the same version', [locale('5', 'first'), locale('5', 'again')], [locale('5', 'first')]],
    ['the newest by text, as DynamoDB compares', [locale('9'), locale('10')], [locale('9')]],
    [
      'the newest of each attribute by itself',
      [locale('4'), branch('9'), locale('5'), branch('8')],
      [locale('5'), branch('9')],
    ],
  ])('is %s', (_, writes, newest) => {
    expect(newestWrites(writes)).toEqual(newest)
  })
})

describe('a write over what stands in the item', () => {
  it.each([
    ['older than it', '4', false],
    ['as old, as a duplicate is,', '5', false],
    ['newer than it', '6', true],
    ['newer by one more letter', '50', true],
  ])('that is %s changes it: %s → %s', (_, v, changes) => {
    expect(stillNewer([locale(v)], { locale: { v: '5', x: 'cs' } })).toEqual(changes ? [locale(v)] : [])
  })

  it.each(malformed)('replaces what has no version: %s', (_, stored) => {
    expect(stillNewer([locale('1')], { locale: stored })).toEqual([locale('1')])
  })

  it('is measured against its own attribute only, and keeps its place among the others', () => {
    const item = { locale: { v: '5', x: 'cs' }, timeZone: { v: '9', x: 'Europe/Prague' } }
    expect(stillNewer([branch('1'), locale('5'), locale('6')], item)).toEqual([branch('1'), locale('6')])
  })
})
