/**
 * The words of RULES 3, and spellings of them: in one word, of all lists at once, in traditional characters. They are
 * compared without the blanks in them, because "OPT OUT", "opt-out" and "S T O P" mean the same.
 */
const PLAIN = ['STOP', 'STOPALL', 'QUIT', 'REVOKE', 'OPTOUT', 'CANCEL', 'UNSUBSCRIBE', '退订', '退訂', '拒收']

/** Those that mean something else beside other words: "the end", "N. R. Brown", "R u there". */
const ALONE = ['END', 'T', 'TD', 'N', 'R']

const words: ReadonlySet<string> = new Set([...PLAIN, ...ALONE])
const plainWords: ReadonlySet<string> = new Set([...PLAIN, 'OPT', 'OUT', 'ALL'])

/** One or more of them: "STOP STOP". */
const REPEATED = new RegExp(`^(?:${PLAIN.join('|')})+$`)

/** What people say around a wish without changing it. */
const courtesies: ReadonlySet<string> = new Set([
  ...['PLEASE', 'PLS', 'PLZ', 'KINDLY', 'THANKS', 'THANK', 'YOU', 'THX', 'TY', 'NOW'],
  ...['请', '麻烦', '您', '谢谢', '謝謝', '請'],
])

/** Invisible characters, which keyboards and copied texts leave within words. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
/** Chinese is written without blanks: known words are cut out of it, everything else of it character by character. */
const WORD = /退订|退訂|拒收|麻烦|谢谢|謝謝|\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu

const wordsOf = (text: string): readonly string[] =>
  text.normalize('NFKC').replace(INVISIBLE, '').toUpperCase().match(WORD) ?? []

/**
 * Whether the reply to an SMS tells us to stop (RULES 3), whatever its case, spacing, width, punctuation, emoji and
 * invisible characters.
 *
 * The whole reply must be such a word. In the customer's favour, words of courtesy may stand around it and it may be
 * repeated ("STOP please", "Stop! Stop!", 请退订, "STOP 退订"): nobody means anything else by that, and who is silenced
 * by mistake can be asked, while who is not silenced has been written to against the law. The short words (END, T, TD,
 * N, R) count by themselves only, and a sentence that contains a word does not ("please don't stop", "cancel my card"):
 * it is a reply that a person should read, and closing the channel would hide warnings about the account.
 */
export const isOptOut = (text: string): boolean => {
  const said = wordsOf(text)
  if (words.has(said.join(''))) return true
  const meant = said.filter((word) => !courtesies.has(word))
  if (meant.length === 0 || !meant.every((word) => plainWords.has(word))) return false
  return REPEATED.test(meant.join(''))
}
