import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { messageKeyOfTags, messageKeyTags, messageKeyWord } from '#shared/domain/message/message-key.ts'

const key = fc.record({
  customerId: fc.string({ minLength: 1, maxLength: 64 }).filter((text) => text.isWellFormed()),
  entry: fc.string({ minLength: 1, maxLength: 1_000 }).filter((text) => text.isWellFormed()),
})

describe('a message key in a provider’s tags', () => {
  it('comes back as it went, and fits what SES takes', () => {
    fc.assert(
      fc.property(key, (given) => {
        const tags = messageKeyTags(given)
        for (const [name, value] of Object.entries(tags)) {
          expect(name).toMatch(/^[A-Za-z0-9_-]{1,256}$/)
          expect(value).toMatch(/^[A-Za-z0-9_-]{1,256}$/)
        }
        expect(messageKeyOfTags(tags)).toEqual(given)
      }),
    )
  })

  it.each([
    ['none', {}],
    ['foreign ones', { campaign: 'x', 'ses:source-ip': '10.0.0.1' }],
    ['half of ours', { 'bw-customer': 'QzE' }],
  ])('is not found among %s', (_, tags) => {
    expect(messageKeyOfTags(tags)).toBeUndefined()
  })
})

describe('a message key as a word', () => {
  it('can stand in a header, and differs where keys differ', () => {
    const one = messageKeyWord({ customerId: 'C1', entry: '2026#ž' })
    expect(one).toMatch(/^[A-Za-z0-9_-]+$/)
    expect(messageKeyWord({ customerId: 'C1', entry: '2026#z' })).not.toBe(one)
    expect(messageKeyWord({ customerId: 'C1', entry: '2026#ž' })).toBe(one)
  })
})
