import type { CandidateExplanation } from '#shared/domain/explain/explanation.ts'
import type { Words } from '#shared/domain/explain/words/words.ts'
import type { ValueWriter } from '#shared/domain/explain/write-values.ts'

/** How a line is meant, for whoever shows it in colours. */
export type Tone = 'heading' | 'plain' | 'good' | 'bad' | 'faint'

/** One line for a reader, still to be wrapped. */
export interface Line {
  /** Steps by which it is moved in. */
  readonly indent: number
  readonly text: string
  readonly tone: Tone
}

/** What the parts of an explanation are written with. */
export interface Writing {
  readonly words: Words
  readonly values: ValueWriter
}

export const line = (indent: number, text: string, tone: Tone = 'plain'): Line => ({ indent, text, tone })

/** A remark or code after what it belongs to. */
export const bracketed = ({ brackets: [open, close] }: Words, text: string): string =>
  `${open}${text}${close}`

/** A stable code as it stands in the record: what a reader can search for. */
export const code = (text: string): string => ` [${text}]`

/** The words of a code with the code after them; of an unknown one what is said instead. */
export const worded = (table: Readonly<Record<string, string>>, name: string, otherwise: string): string =>
  `${Object.hasOwn(table, name) ? table[name] : otherwise}${code(name)}`

/** `Title (id, version 1, service)`; as the record names it, where the version cannot be found. */
export const campaignTitle = (
  { words }: Writing,
  { campaign, name }: Pick<CandidateExplanation, 'campaign' | 'name'>,
): string =>
  campaign
    ? `${campaign.title}${bracketed(words, words.phrases.version(campaign.id, campaign.version, words.purposes[campaign.purpose]))}`
    : name
