import { expect, it } from 'vitest'
import { hint, nearest } from '#shared/domain/campaign/checks/nearest.ts'

const known = ['email', 'sms', 'inapp', 'customer.age', 'text']

it.each([
  ['a letter too many', 'emaill', 'email'],
  ['a letter too few', 'emai', 'email'],
  ['another letter', 'emaik', 'email'],
  ['two letters swapped', 'emial', 'email'],
  ['two letters swapped in a short word', 'txet', 'text'],
  ['other case', 'EMAIL', 'email'],
  ['several slips in a longer word', 'costumer.agee', 'customer.age'],
  ['something else', 'telegram', undefined],
  ['a short word that shares nothing', 'x', undefined],
  ['nothing', '', undefined],
  ['endless text', 'email'.repeat(1000), undefined],
])('%s', (_, word, meant) => {
  expect(nearest(word, known)).toBe(meant)
})

it('finds nothing among nothing', () => {
  expect(nearest('email', [])).toBeUndefined()
})

it.each([
  ['smss', '; did you mean "sms"?'],
  ['fax', ''],
  [3, ''],
])('hints at what %j meant', (word, expected) => {
  expect(hint(word, known)).toBe(expected)
})
