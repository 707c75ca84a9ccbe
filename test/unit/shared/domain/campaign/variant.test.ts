import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseVariant, messagesOf } from '#shared/domain/campaign/variant.ts'

const sms = (text: string) => ({ sms: { text } })
const inapp = { inapp: { title: 'T', text: 'I' } }

describe('messages of a variant', () => {
  const campaign = {
    messages: { en: { ...sms('plain'), ...inapp }, 'zh-CN': sms('普通') },
    variants: [
      { id: 'short', weight: 1, messages: { en: sms('short') } },
      { id: 'czech', weight: 1, messages: { 'cs-CZ': sms('česky') } },
      { id: 'plain', weight: 1, messages: {} },
    ],
  }
  it.each([
    ['short', { en: { ...sms('short'), ...inapp }, 'zh-CN': sms('普通') }],
    ['czech', { ...campaign.messages, 'cs-CZ': sms('česky') }],
    ['plain', campaign.messages],
    ['gone', campaign.messages],
    [undefined, campaign.messages],
  ])('%s', (id, expected) => {
    const before = structuredClone(campaign)
    expect(messagesOf(campaign, id)).toEqual(expected)
    expect(campaign).toEqual(before)
  })
})

describe('the variant of a unit', () => {
  const variants = [
    { id: 'a', weight: 1, messages: {} },
    { id: 'b', weight: 2, messages: {} },
    { id: 'c', weight: 1, messages: {} },
  ]
  it.each([
    [0, 'a'],
    [0.2499, 'a'],
    [0.25, 'b'],
    [0.7499, 'b'],
    [0.75, 'c'],
    [1 - 2 ** -48, 'c'],
  ])('%d: %s', (unit, expected) => {
    expect(chooseVariant({ variants }, unit)).toBe(expected)
  })

  it('is none without variants', () => {
    expect(chooseVariant({ variants: [] }, 0.5)).toBeUndefined()
  })

  it('is there for every unit and every weights', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(weights, fc.integer({ min: 0, max: 2 ** 48 - 1 }), (given, share) => {
        const some = given.map((weight, index) => ({ id: `v${index}`, weight, messages: {} }))
        expect(chooseVariant({ variants: some }, share / 2 ** 48)).toMatch(/^v\d+$/)
      }),
    )
  })
})
