import { describe, expect, it } from 'vitest'
import { firstNameOf, templateVariables } from '#shared/domain/message/template-variables.ts'
import { defaultSettings } from '#shared/domain/settings.ts'

describe('firstNameOf', () => {
  it.each([
    ['Jana Nováková', 'Jana'],
    ['Ing. Jana Nováková', 'Jana'],
    ['王小明', '王小明'],
    ['김 민준', '김 민준'],
    ['Cher', 'Cher'],
    ['Mr.', 'Mr.'],
  ])('of %s is %s', (fullName, expected) => {
    expect(firstNameOf(fullName)).toBe(expected)
  })
})

describe('templateVariables', () => {
  const given = [{ name: 'Campaign' }, { data: { daysLeft: 7 } }, defaultSettings] as const

  it('keep a name on one line', () => {
    const { customer } = templateVariables(...given, 'Jana\r\nBcc: x\u2028y')
    expect(customer?.name).toBe('Jana Bcc: x y')
  })

  it('have no customer where none is named', () => {
    expect(templateVariables(...given)).not.toHaveProperty('customer')
  })

  it('lead to where one unsubscribes only where that is known', () => {
    const url = 'https://bank.example/u?c=1&s=2'
    expect(templateVariables(...given, 'Jana', url).unsubscribe).toEqual({ url })
    expect(templateVariables(...given, 'Jana')).not.toHaveProperty('unsubscribe')
  })
})
