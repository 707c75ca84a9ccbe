import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textLines } from '#infra/local/commands/explain/print.ts'
import { columns, wrap } from '#infra/local/commands/explain/wrap.ts'
import { line } from '#shared/domain/explain/line.ts'

const texts = (lines: readonly { text: string }[]): string[] => lines.map(({ text }) => text)

describe('wrapping', () => {
  it('breaks between words, and moves what follows in', () => {
    expect(wrap('one two three four', 9, '  ')).toEqual(['one two', '  three', '  four'])
  })

  it('breaks Chinese anywhere, two columns a sign, but not before a closing sign', () => {
    expect(wrap('客户不符合该活动条件', 12)).toEqual(['客户不符合该', '活动条件'])
    expect(wrap('客户不符合该，活动', 12)).toEqual(['客户不符合', '该，活动'])
    expect(columns('客户 C1')).toBe(7)
  })

  it('cuts a word that is longer than a line', () => {
    expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij'])
  })

  it('loses nothing but blanks, and keeps to the width', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '客', '，', ',', '。', 'x') }))
    fc.assert(
      fc.property(words, fc.integer({ min: 12, max: 60 }), (some, width) => {
        const text = some.join(' ')
        const lines = wrap(text, width, '  ')
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        for (const one of lines) expect(columns(one)).toBeLessThanOrEqual(width)
      }),
    )
  })
})

describe('the lines of an explanation', () => {
  it('are moved in by their steps; what follows a mark stands under its text', () => {
    const long = `✔ ${'word '.repeat(12)}`.trim()
    const shown = texts(textLines([line(0, 'Head', 'heading'), line(2, long)], 40))
    expect(shown[0]).toBe('Head')
    expect(shown[1]).toMatch(/^ {4}✔ word/)
    expect(shown[2]).toMatch(/^ {6}word/)
    expect(Math.max(...shown.map(columns))).toBeLessThanOrEqual(40)
  })

  it('cannot steer the terminal, whatever an id or a campaign is called', () => {
    const hostile = 'red \u001b[31m and back \u0007\u202e'
    expect(texts(textLines([line(0, hostile)], 100)).join('')).toBe('red �[31m and back ��')
  })
})
