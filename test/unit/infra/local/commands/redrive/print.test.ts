import { expect, test } from 'vitest'
import { printable, readableSize } from '#infra/local/commands/redrive/print.ts'

test.each([
  ['CardChanged', 'CardChanged'],
  ['\u001b[2Jboo\r\n', '�[2Jboo��'],
  ['ab\u202Edc', 'ab�dc'],
  ['x'.repeat(61), `${'x'.repeat(59)}…`],
  ['渠道', '渠道'],
])('%j is shown as %j', (text, expected) => {
  expect(printable(text, 60)).toBe(expected)
})

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KB'],
  [1024 ** 2 * 1.5, '1.5 MB'],
  [1024 ** 3 * 2, '2048.0 MB'],
])('%i bytes are %s', (bytes, expected) => {
  expect(readableSize(bytes)).toBe(expected)
})
