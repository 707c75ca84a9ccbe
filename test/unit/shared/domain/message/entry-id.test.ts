import fc from 'fast-check'
import { expect, it } from 'vitest'
import { entryIdOf, entryOfId } from '#shared/domain/message/entry-id.ts'

it('the id of an entry is one word, and leads back to it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (entry) => {
      fc.pre(entry.isWellFormed())
      expect(entryIdOf(entry)).toMatch(/^[\w-]+$/)
      expect(entryOfId(entryIdOf(entry))).toBe(entry)
    }),
  )
})

it.each(['', 'a', '====', 'QUJ', `${entryIdOf('entry')}=`, 'A'.repeat(10_000)])('%j leads nowhere', (id) => {
  expect(entryOfId(id)).toBeUndefined()
})
