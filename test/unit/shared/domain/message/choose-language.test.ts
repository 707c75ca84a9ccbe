import { describe, expect, it } from 'vitest'
import { chooseLanguage } from '#shared/domain/message/choose-language.ts'

const starter = ['en', 'zh-CN', 'cs-CZ']

describe('chooseLanguage', () => {
  it.each([
    ['the very tag', starter, 'cs-CZ', undefined, 'cs-CZ'],
    ['whatever its case', starter, 'CS-cz', undefined, 'cs-CZ'],
    ['a language without a region', starter, 'cs', undefined, 'cs-CZ'],
    ['a script and a region', starter, 'zh-Hans-CN', undefined, 'zh-CN'],
    ['a language without a script', starter, 'zh', undefined, 'zh-CN'],
    ['another region of the same script', starter, 'zh-SG', undefined, 'zh-CN'],
    ['another script as another language', starter, 'zh-TW', undefined, 'en'],
    ['Cyrillic Serbian, not Latin', ['en', 'sr-Latn'], 'sr-RS', undefined, 'en'],
    ['its own region before others', ['pt-PT', 'pt-BR', 'en'], 'pt', undefined, 'pt-BR'],
    ['its own region, the other way', ['pt-BR', 'pt-PT', 'en'], 'pt-PT', undefined, 'pt-PT'],
    ['English of another region', starter, 'en-GB', 'cs-CZ', 'en'],
    ['the bank’s own for an unwritten one', starter, 'de-DE', 'cs', 'cs-CZ'],
    ['the bank’s own for an unknown one', starter, undefined, 'zh-CN', 'zh-CN'],
    ['English when nothing else fits', starter, 'de', 'fr', 'en'],
    ['English for a tag that is none', starter, 'not a tag!', undefined, 'en'],
    ['nothing when not even English is there', ['cs-CZ'], 'de', undefined, undefined],
    ['nothing of nothing', [], 'en', undefined, undefined],
  ] as const)('gives %s', (_, available, customer, bank, expected) => {
    expect(chooseLanguage(available, customer, bank)).toBe(expected)
  })
})
