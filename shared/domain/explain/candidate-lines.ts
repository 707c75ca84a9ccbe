import type { CandidateExplanation, DecisionExplanation } from '#shared/domain/explain/explanation.ts'
import { conditionLines, gateLines, valuesText } from '#shared/domain/explain/gate-lines.ts'
import { campaignTitle, type Line, line, type Writing, worded } from '#shared/domain/explain/line.ts'

/** More candidates than this are not read gate by gate: those that fell are told together, by reason. */
const READ_ONE_BY_ONE = 8

export const reasonText = ({ words }: Writing, code: string): string =>
  worded(words.reasons, code, words.phrases.unknownReason)

const fateText = (writing: Writing, { fate }: CandidateExplanation): string => {
  const { phrases, fullStop } = writing.words
  if (fate === 'won') return `${phrases.chosen}${fullStop}`
  return fate === 'outranked' ? `${phrases.outranked}${fullStop}` : phrases.refused(reasonText(writing, fate))
}

const rankText = ({ words, values }: Writing, { campaign, score }: CandidateExplanation): string => {
  if (score === undefined) return ''
  const priority = campaign && values.number(campaign.priority)
  return `${words.gap}${words.phrases.rank(priority, values.number(score))}`
}

const headLine = (writing: Writing, candidate: CandidateExplanation): Line => {
  const { fate } = candidate
  const text = `${campaignTitle(writing, candidate)}${writing.words.colon}${fateText(writing, candidate)}${rankText(writing, candidate)}`
  return line(1, text, fate === 'won' ? 'good' : fate === 'outranked' ? 'plain' : 'bad')
}

const missing = (writing: Writing, { campaign }: CandidateExplanation): Line[] =>
  campaign ? [] : [line(2, writing.words.phrases.versionMissing, 'faint')]

const inFull = (writing: Writing, candidate: CandidateExplanation): Line[] => [
  headLine(writing, candidate),
  ...missing(writing, candidate),
  ...gateLines(writing, candidate.gates, 2),
]

/** What decided about one that is told together with others: of the audience the conditions, else what the gate saw. */
const together = (writing: Writing, candidate: CandidateExplanation): Line[] => {
  const fell = candidate.gates.find(({ state }) => state === 'refused')
  const values = fell && fell.values.length > 0 ? valuesText(writing, fell.values) : ''
  return [
    line(2, `${campaignTitle(writing, candidate)}${values && `${writing.words.colon}${values}`}`),
    ...(fell?.condition ? conditionLines(writing, fell.condition, 3) : []),
    ...missing(writing, candidate).map(({ text, tone }) => line(3, text, tone)),
  ]
}

/** Every campaign that could have spoken, and how far it came. */
export const candidateLines = (writing: Writing, { candidates }: DecisionExplanation): Line[] => {
  if (candidates.length === 0) return []
  const { phrases } = writing.words
  const heading = line(0, phrases.candidates(candidates.length), 'heading')
  if (candidates.length <= READ_ONE_BY_ONE)
    return [heading, ...candidates.flatMap((candidate) => inFull(writing, candidate))]
  const stands = ({ fate }: CandidateExplanation): boolean => fate === 'won' || fate === 'outranked'
  const fallen = Map.groupBy(
    candidates.filter((candidate) => !stands(candidate)),
    ({ fate }) => fate,
  )
  return [
    heading,
    ...candidates.filter(({ fate }) => fate === 'won').flatMap((candidate) => inFull(writing, candidate)),
    ...candidates
      .filter(({ fate }) => fate === 'outranked')
      .flatMap((candidate) => [headLine(writing, candidate), ...missing(writing, candidate)]),
    ...[...fallen].flatMap(([fate, group]) => [
      line(1, phrases.together(group.length, reasonText(writing, fate)), 'bad'),
      ...group.flatMap((candidate) => together(writing, candidate)),
    ]),
  ]
}
