import type { Campaign, Templates } from '#shared/domain/campaign/campaign.ts'
import type { Path } from '#shared/domain/campaign/checks/problem.ts'
import type { Channel } from '#shared/domain/vocabulary.ts'

/** One template as it is written, and where. */
export interface WrittenText {
  readonly path: Path
  readonly language: string
  readonly channel: Channel
  /** `subject`, `title`, `text` or `html`. */
  readonly part: string
  readonly text: string
}

const textsOfLanguage = (path: Path, language: string, templates: Templates): WrittenText[] =>
  Object.entries(templates).flatMap(([channel, parts]) =>
    Object.entries(parts ?? {}).flatMap(([part, text]) =>
      text === undefined
        ? []
        : [{ path: [...path, channel, part], language, channel: channel as Channel, part, text }],
    ),
  )

const textsOfMessages = (path: Path, messages: Campaign['messages']): WrittenText[] =>
  Object.entries(messages).flatMap(([language, templates]) =>
    textsOfLanguage([...path, language], language, templates),
  )

/** Every template that customers may read: the campaign's and its variants' own, each once. */
export const writtenTexts = ({
  messages,
  variants,
}: Pick<Campaign, 'messages' | 'variants'>): WrittenText[] => [
  ...textsOfMessages(['messages'], messages),
  ...variants.flatMap((variant, index) => textsOfMessages(['variants', index, 'messages'], variant.messages)),
]

const NOT_SHOWN = /<!--[\s\S]*?-->|<style\b[\s\S]*?<\/style\s*>|\{%-?\s*comment\b[\s\S]*?endcomment\s*-?%\}/gi
/** Bounded, because a text of nothing but "<a" would keep an open end busy for seconds. */
const TAG = /<\/?[a-z!][^>]{0,5000}>/gi
const BLOCK_TAG =
  /<\/?(?:p|div|br|li|ul|ol|h[1-6]|table|tr|td|th|body|html|head|title|section|hr)\b[^>]{0,5000}>/gi
const LIQUID_TAG = /\{%[\s\S]*?%\}/g
const LIQUID_OUTPUT = /\{\{-?([\s\S]*?)-?\}\}/g
const LITERAL = /^\s*(["'])(.*?)\1/

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  percnt: '%',
  shy: '',
  zwj: '',
  zwnj: '',
}

const codePoint = (code: number): string =>
  Number.isInteger(code) && code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''

const decoded = (html: string): string =>
  html.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));?/gi, (whole, hex, decimal, name) => {
    if (hex) return codePoint(Number.parseInt(hex, 16))
    if (decimal) return codePoint(Number(decimal))
    return NAMED[String(name).toLowerCase()] ?? whole
  })

/**
 * A template as a reader would see it, near enough to look for words in: no markup, no Liquid.
 * @param output what stands for a value that is filled in; a literal, as in `{{ "x" }}`, stands for itself
 */
export const shownText = ({ part, text }: Pick<WrittenText, 'part' | 'text'>, output: string): string => {
  const plain = text
    .replace(NOT_SHOWN, '')
    .replace(LIQUID_TAG, '')
    .replace(LIQUID_OUTPUT, (_, inner: string) => LITERAL.exec(inner)?.[2] ?? output)
  return part === 'html' ? decoded(plain.replace(BLOCK_TAG, ' ').replace(TAG, '')) : plain
}

/**
 * Folds what looks the same onto one spelling: full-width forms (NFKC), characters that are not seen, accents, case;
 * white space once, and none between Han characters, which need none.
 */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Default_Ignorable_Code_Point}|\p{M}/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
