import { expect, it } from 'vitest'
import { minorUnitDigits } from '#shared/domain/money.ts'

it.each([
  ['CZK', 2],
  ['HUF', 2],
  ['JPY', 0],
  ['KWD', 3],
  ['CLF', 4],
])('the minor unit of %s stands for %i digits', (currency, digits) => {
  expect(minorUnitDigits(currency)).toBe(digits)
})
