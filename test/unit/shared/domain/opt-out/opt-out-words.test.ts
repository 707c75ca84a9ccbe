import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOptOut } from '#shared/domain/opt-out/opt-out-words.ts'

/** As RULES 3 has them. */
const RULES = [
  ...['STOP', 'QUIT', 'END', 'REVOKE', 'OPT OUT', 'CANCEL', 'UNSUBSCRIBE', 'T', 'TD', 'N', 'R'],
  ...['退订', '拒收'],
]

const fullWidth = (text: string): string =>
  text
    .replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
    .replace(/ /g, '\u3000')

describe('an opt-out', () => {
  it.each(RULES)('is %s', (word) => {
    expect(isOptOut(word)).toBe(true)
  })

  it.each([
    ...['stop', 'Stop', ' sToP ', 'Stop!', '"STOP"', 'S T O P', 'S-T-O-P', 'STOP.', 'STOP\n', '🛑 STOP 🛑'],
    ...[
      'opt-out',
      'OptOut',
      'opt  out',
      'Opt_Out',
      'un-subscribe',
      't.',
      'td',
      '(N)',
      'ＳＴＯＰ',
      'ｔｄ',
      '「退订」',
    ],
    ...['退订。', '退 订', '退\u200b订', 'ST\u200dOP', '\ufeffSTOP', 'S\u00adTOP', '退訂', 'quıt'],
    ...[
      'STOP please',
      'Please stop',
      'stop, thank you',
      'Stop! Stop!',
      'stop now pls',
      'STOPALL',
      'Stop all',
    ],
    ...['please unsubscribe', 'opt out please', '请退订', '请您退订，谢谢', '退订退订', 'STOP 退订'],
  ])('is %j', (text) => {
    expect(isOptOut(text)).toBe(true)
  })

  it.each([
    ...[
      '',
      ' ',
      '?',
      '👍',
      '\u200b',
      'ok',
      'yes',
      'no',
      'STOPP',
      'nonstop',
      'TDD',
      'RR',
      'NR',
      'ALL',
      'OUT',
      'OPT',
    ],
    ...[
      "Please don't stop",
      'Do not cancel',
      'Stop the payment to 123',
      'cancel my card',
      'the end',
      'END please',
    ],
    ...[
      'N, thanks',
      'R u there',
      "I can't",
      'When does it end?',
      '我不想退订',
      '怎么退订',
      '不要拒收',
      'please',
      '谢谢',
    ],
    ...['Which stop is nearest?', 'STOP 5000', '1', 'T1', 'unsubscribed', 'cancelled'],
  ])('is not %j', (text) => {
    expect(isOptOut(text)).toBe(false)
  })

  const invisible = fc.constantFrom(
    '\u200b',
    '\u200c',
    '\u200d',
    '\u2060',
    '\ufeff',
    '\u00ad',
    '\u034f',
    '\ufe0f',
  )
  const around = fc.stringMatching(/^[\s.,!?;:'"()*_~—…。！？、「」-]{0,6}$/)
  const decorated = fc
    .record({
      word: fc.constantFrom(...RULES),
      before: around,
      after: around,
      upper: fc.infiniteStream(fc.boolean()),
      hidden: fc.infiniteStream(fc.option(invisible, { nil: '' })),
      wide: fc.boolean(),
      spaced: fc.boolean(),
    })
    .map(({ word, before, after, upper, hidden, wide, spaced }) => {
      const letters = [...word].map((letter) => {
        const cased = upper.next().value ? letter.toUpperCase() : letter.toLowerCase()
        return `${wide ? fullWidth(cased) : cased}${hidden.next().value}`
      })
      return `${before}${letters.join(spaced ? ' ' : '')}${after}`
    })

  it('is a word however it is written', () => {
    fc.assert(
      fc.property(decorated, (text) => isOptOut(text)),
      { numRuns: 2_000 },
    )
  })

  it('is no sentence that has such a word beside others', () => {
    const other = fc
      .stringMatching(/^[a-z]{3,10}$/)
      .filter((word) => !/^(stop|stopall|quit|end|revoke|opt|out|all|cancel|unsubscribe|optout)$/.test(word))
      .filter((word) => !/^(please|pls|plz|kindly|thanks|thank|you|thx|now)$/.test(word))
    fc.assert(
      fc.property(
        fc.array(other, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...RULES),
        fc.nat(5),
        (words, word, at) => {
          const said = [...words]
          said.splice(at, 0, word)
          // Blanks do not count: "un subscribe" is one word, and so are others that happen to join to one.
          fc.pre(
            !RULES.map((each) => each.replace(' ', '')).includes(
              said.join('').replace(' ', '').toUpperCase(),
            ),
          )
          return !isOptOut(said.join(' '))
        },
      ),
    )
  })

  it('is looked for in anything that can be sent', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 1_600 }),
        (text) => typeof isOptOut(text) === 'boolean',
      ),
    )
  })
})
