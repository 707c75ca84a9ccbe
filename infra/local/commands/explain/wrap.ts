/** Han, kana and full-width signs take two columns of a terminal. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff60\uffe0-\uffe6]/u

/** These signs do not begin a line. */
const CLOSING = /[，。；：、！？）】」』”,.;:!?)\]]/u

/** Columns that a text takes on a terminal. */
export const columns = (text: string): number => {
  let count = 0
  for (const sign of text) count += WIDE.test(sign) ? 2 : 1
  return count
}

/** Pieces between which a line may end: words with the blanks before them, and single wide signs. */
const pieces = (text: string): string[] => {
  const found: string[] = []
  let [current, wide] = ['', false]
  for (const sign of text) {
    const signIsWide = WIDE.test(sign)
    const joins = CLOSING.test(sign) || (sign !== ' ' && !signIsWide && !wide)
    if (current !== '' && !joins && !(sign === ' ' && current.endsWith(' '))) {
      found.push(current)
      current = ''
    }
    current += sign
    wide = signIsWide
  }
  return current === '' ? found : [...found, current]
}

/** A word that is longer than a whole line is cut. */
const cut = (piece: string, width: number): string[] => {
  if (columns(piece) <= width) return [piece]
  const parts = ['']
  for (const sign of piece) {
    const last = parts.at(-1) ?? ''
    if (columns(last + sign) > width) parts.push(sign)
    else parts[parts.length - 1] = last + sign
  }
  return parts
}

/**
 * Breaks a text into lines of at most so many columns, between words, or anywhere in Chinese.
 * @param hanging blanks before every line but the first
 */
export const wrap = (text: string, width: number, hanging = ''): string[] => {
  const room = Math.max(width - hanging.length, 2)
  const lines: string[] = []
  let current = ''
  for (const piece of pieces(text).flatMap((one) => cut(one, room))) {
    const prefix = lines.length === 0 ? '' : hanging
    if (current !== '' && columns(prefix + current + piece.trimEnd()) > width) {
      lines.push(prefix + current.trimEnd())
      current = piece.trimStart()
    } else current += piece
  }
  return [...lines, (lines.length === 0 ? '' : hanging) + current.trimEnd()]
}
