import { expect, it } from 'vitest'
import { smsSegments } from '#shared/domain/message/sms-segments.ts'

it.each([
  ['nothing', '', 1],
  ['160 of the basic alphabet', 'a'.repeat(160), 1],
  ['161', 'a'.repeat(161), 2],
  ['306', 'é'.repeat(306), 2],
  ['307', 'é'.repeat(307), 3],
  ['80 that need an escape', '€'.repeat(80), 1],
  ['81 that need an escape', '€'.repeat(81), 2],
  ['one letter outside the alphabet makes all of them wide', `${'a'.repeat(69)}ř`, 1],
  ['and one more', `${'a'.repeat(70)}ř`, 2],
  ['70 Chinese', '中'.repeat(70), 1],
  ['71 Chinese', '中'.repeat(71), 2],
  ['134 Chinese', '中'.repeat(134), 2],
  ['135 Chinese', '中'.repeat(135), 3],
  ['an emoji takes two units', '😀'.repeat(36), 2],
  ['35 of them fit', '😀'.repeat(35), 1],
])('%s', (_, text, expected) => {
  expect(smsSegments(text)).toBe(expected)
})
