import type { ConditionExplanation } from '#shared/domain/explain/explain-condition.ts'
import type { GateExplanation, GateState } from '#shared/domain/explain/explanation.ts'
import { bracketed, type Line, line, type Tone, type Writing } from '#shared/domain/explain/line.ts'
import type { Words } from '#shared/domain/explain/words/words.ts'

const GOOD = '✔'
const BAD = '✘'
const OPEN = '–'

const markOf = (holds: boolean | undefined): string => (holds === undefined ? OPEN : holds ? GOOD : BAD)

const labelOf = ({ words: { values: labels }, values }: Writing, name: string): string =>
  values.label(name) ?? (Object.hasOwn(labels, name) ? labels[name as keyof typeof labels] : name)

/** Values with their labels, in one line. */
export const valuesText = (writing: Writing, values: GateExplanation['values']): string => {
  const { words } = writing
  return values
    .map(({ name, value }) => `${labelOf(writing, name)}${words.colon}${writing.values.named(name, value)}`)
    .join(words.semicolon)
}

const testText = (
  { words, values }: Writing,
  test: Extract<ConditionExplanation, { kind: 'test' }>,
  say: Words['phrases']['test'],
): string => {
  const wanted = words.operators[test.op](values.field(test.field, test.wanted))
  const text = say(labelOf({ words, values }, test.field), wanted, values.field(test.field, test.actual))
  return test.holds === undefined ? `${text}${bracketed(words, words.phrases.cut)}` : text
}

/** A condition as an outline, each part marked with what came of it. */
export const conditionLines = (writing: Writing, explained: ConditionExplanation, indent: number): Line[] => {
  const { phrases } = writing.words
  const tone: Tone = explained.holds === false ? 'bad' : 'plain'
  const marked = (text: string): Line => line(indent, `${markOf(explained.holds)} ${text}`, tone)
  if (explained.kind === 'test') return [marked(testText(writing, explained, phrases.test))]
  if (explained.kind === 'not' && explained.part.kind === 'test')
    return [marked(testText(writing, explained.part, phrases.testNot))]
  if (explained.kind === 'not')
    return [marked(phrases.not), ...conditionLines(writing, explained.part, indent + 1)]
  return [
    marked(explained.kind === 'all' ? phrases.allOf : phrases.anyOf),
    ...explained.parts.flatMap((part) => conditionLines(writing, part, indent + 1)),
  ]
}

const detailOf = (writing: Writing, { state, values }: GateExplanation): string => {
  const { words } = writing
  const handed = state === 'handed-over' ? [words.gateStates[state]] : []
  const parts = [...handed, ...(values.length > 0 ? [valuesText(writing, values)] : [])]
  return parts.length === 0 ? '' : `${words.colon}${parts.join(words.semicolon)}`
}

const asked: readonly GateState[] = ['passed', 'refused', 'handed-over']

/** Gates in their order, one a line; those that were not asked or not reached together, where they stand. */
export const gateLines = (writing: Writing, gates: readonly GateExplanation[], indent: number): Line[] => {
  const { words } = writing
  const lines: Line[] = []
  let waiting: GateExplanation[] = []
  const flush = (): void => {
    const [first] = waiting
    if (!first) return
    const names = waiting.map(({ gate }) => words.gates[gate]).join(words.semicolon)
    lines.push(line(indent, `${OPEN} ${words.gateStates[first.state]}${words.colon}${names}`, 'faint'))
    waiting = []
  }
  for (const explained of gates) {
    if (waiting[0] && waiting[0].state !== explained.state) flush()
    if (!asked.includes(explained.state)) {
      waiting.push(explained)
      continue
    }
    const fell = explained.state !== 'passed'
    const text = `${fell ? BAD : GOOD} ${words.gates[explained.gate]}${detailOf(writing, explained)}`
    lines.push(line(indent, text, fell ? 'bad' : 'plain'))
    if (explained.condition) lines.push(...conditionLines(writing, explained.condition, indent + 1))
  }
  flush()
  return lines
}
