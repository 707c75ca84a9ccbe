import { GATES_VERSION } from '#shared/domain/decision/gates.ts'
import { candidateLines, reasonText } from '#shared/domain/explain/candidate-lines.ts'
import type { DecisionExplanation, Explanation } from '#shared/domain/explain/explanation.ts'
import { valuesText } from '#shared/domain/explain/gate-lines.ts'
import { code, type Line, line, type Writing } from '#shared/domain/explain/line.ts'
import { outcomeLines } from '#shared/domain/explain/outcome-lines.ts'
import { en } from '#shared/domain/explain/words/en.ts'
import type { Language, Words } from '#shared/domain/explain/words/words.ts'
import { zh } from '#shared/domain/explain/words/zh.ts'
import { valueWriter } from '#shared/domain/explain/write-values.ts'
import { signalTime } from '#shared/domain/signals/signal.ts'

export const wordsOf: Readonly<Record<Language, Words>> = { en, zh }

const blank = line(0, '')

const signalLines = (
  { words, values }: Writing,
  { signal, eventId, decidedAt }: DecisionExplanation,
): Line[] => {
  const { phrases } = words
  const { name, happened } = words.signals[signal.type]
  const told = (key: string): string | undefined => {
    const { [key]: value } = signal.data
    return value === undefined ? undefined : values.named(key, value)
  }
  return [
    line(0, `${name}${words.colon}${values.time(signalTime(signal))}`, 'heading'),
    line(1, happened(told)),
    line(1, `${phrases.signal(signal.id, eventId)}${words.gap}${phrases.decidedAt(values.time(decidedAt))}`),
  ]
}

const resultLine = (writing: Writing, { result, messages, tasks }: DecisionExplanation): Line => {
  const { phrases } = writing.words
  if (result === 'won') return line(1, phrases.spoke(messages.length, tasks.length), 'good')
  if (result === 'no-campaign') return line(1, `${phrases.noCampaign}${code(result)}`)
  return line(1, phrases.silent(reasonText(writing, result)), 'bad')
}

/** Where the order of the gates is not known, the record's own values, without saying which gate saw them. */
const recordLines = (writing: Writing, { gates, seen }: DecisionExplanation): Line[] => {
  if (gates.known) return []
  const { phrases, colon } = writing.words
  const values = Object.entries(seen).map(([name, value]) => ({ name, value }))
  return [
    line(1, phrases.otherGates(gates.version, GATES_VERSION)),
    ...(values.length > 0
      ? [line(1, `${phrases.recordedValues}${colon}${valuesText(writing, values)}`)]
      : []),
  ]
}

/** One decision, after a line that is left empty. */
export const decisionLines = (writing: Writing, decision: DecisionExplanation): Line[] => [
  blank,
  ...signalLines(writing, decision),
  resultLine(writing, decision),
  ...recordLines(writing, decision),
  ...candidateLines(writing, decision),
  ...outcomeLines(writing, decision),
]

/**
 * An explanation as a compliance officer reads it, line by line: what happened, who could have spoken and why they did
 * or did not, what was sent and what became of it. Codes stand in brackets after their words.
 */
export const explanationLines = (explanation: Explanation, language: Language): Line[] => {
  const { customerId, eventId = '', timeZone, decisions, nothing, older, unreadable } = explanation
  const words = wordsOf[language]
  const { phrases } = words
  const writing: Writing = { words, values: valueWriter(words, timeZone) }
  const notes = [
    ...(older ? [line(0, phrases.older, 'faint')] : []),
    ...(unreadable > 0 ? [line(0, phrases.unreadable(unreadable), 'bad')] : []),
  ]
  if (decisions.length === 0)
    return [line(0, nothing ? words.nothing[nothing](customerId, eventId) : ''), ...notes]
  return [
    line(0, phrases.decisionsOf(customerId, decisions.length), 'heading'),
    line(0, phrases.timesIn(timeZone), 'faint'),
    ...notes,
    ...decisions.flatMap((decision) => decisionLines(writing, decision)),
  ]
}
