import { expect, test } from 'vitest'
import { rawMembers } from '#infra/local/commands/redrive/raw-members.ts'

test.each([
  ['empty', '{}', {}],
  ['empty with spaces', ' { } ', {}],
  ['numbers as they were written', '{"a": 1e400 ,"b":1.10}', { a: '1e400', b: '1.10' }],
  ['nested ones whole', '{"a":{"b":[1,{"c":2}],"d":{}},"e":[]}', { a: '{"b":[1,{"c":2}],"d":{}}', e: '[]' }],
  ['signs inside strings', String.raw`{"a":"},{\":\\","b":"[{"}`, { a: String.raw`"},{\":\\"`, b: '"[{"' }],
  ['signs inside names', String.raw`{"a:\"{,":1,"\u0062":2}`, { 'a:"{,': '1', b: '2' }],
  ['the last of two of one name, as JSON.parse does', '{"a":1,"a":2}', { a: '2' }],
])('tells the members of an object: %s', (_, text, expected) => {
  expect(Object.fromEntries(rawMembers(text) ?? [])).toEqual(expected)
})

test('a name that objects inherit is a name like others', () => {
  expect(rawMembers('{"__proto__":{"x":1}}')?.get('__proto__')).toBe('{"x":1}')
})

test('nesting that would overflow the stack is no matter', () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  expect(rawMembers(`{"deep":${deep}}`)?.get('deep')).toBe(deep)
})

test.each(['', 'nonsense', '[1]', '"text"', 'null', '{"a":1', '{"a":NaN}'])('is no object: %s', (text) => {
  expect(rawMembers(text)).toBeUndefined()
})
