import { decisionLines, wordsOf } from '#shared/domain/explain/explanation-lines.ts'
import { conditionLines } from '#shared/domain/explain/gate-lines.ts'
import type { LaunchExplanation, LaunchesExplanation } from '#shared/domain/explain/launch-explanation.ts'
import { code, type Line, line, type Writing } from '#shared/domain/explain/line.ts'
import { type LaunchWords, launchWordsOf } from '#shared/domain/explain/words/launch-words.ts'
import type { Language } from '#shared/domain/explain/words/words.ts'
import { valueWriter } from '#shared/domain/explain/write-values.ts'

interface LaunchWriting extends Writing {
  readonly said: LaunchWords
  /** ISO 8601. */
  readonly asOf: string
}

const stateText = (
  { said, words }: LaunchWriting,
  { state, because, endedBecause }: LaunchExplanation['launch'],
): string => {
  if (state === 'skipped') return because ? `${said.skipped[because]}${code(because)}` : code(state).trim()
  const why = endedBecause ? `${words.gap}${said.cancelledBecause[endedBecause]}` : ''
  return `${said.states[state]}${why}${code(state)}`
}

type Unrecorded = NonNullable<LaunchExplanation['unrecorded']>

const audienceLines = (writing: LaunchWriting, { audience }: Unrecorded): Line[] => {
  const { said, values, asOf } = writing
  if (!audience) return [line(1, said.notKnown, 'faint')]
  const { holds, condition } = audience
  const head = line(1, said.asOf(values.time(asOf)), 'faint')
  if (!condition) return [head, line(1, said.everybody)]
  const answer = holds ? said.inAudience : said.notInAudience
  return [head, line(1, answer), ...conditionLines(writing, condition, 2)]
}

const unrecordedLines = (
  writing: LaunchWriting,
  unrecorded: Unrecorded,
  { state }: LaunchExplanation['launch'],
): Line[] => {
  const { said } = writing
  if (unrecorded.expired) return [line(1, said.expired)]
  return [
    line(1, state === 'done' ? said.outside : said.outsideOrNotReached),
    ...(unrecorded.unreadable > 0 ? [line(1, said.unreadable(unrecorded.unreadable))] : []),
    ...audienceLines(writing, unrecorded),
  ]
}

const launchLines = (writing: LaunchWriting, { launch, recorded, unrecorded }: LaunchExplanation): Line[] => [
  line(0, ''),
  line(0, writing.said.launch(writing.values.time(launch.at), launch.version), 'heading'),
  line(1, stateText(writing, launch)),
  ...(recorded ? [line(1, writing.said.recorded), ...decisionLines(writing, recorded)] : []),
  ...(unrecorded ? unrecordedLines(writing, unrecorded, launch) : []),
]

/** What a campaign's launches came to for one customer, line by line, as a compliance officer reads it. */
export const launchesLines = (explanation: LaunchesExplanation, language: Language): Line[] => {
  const { customerId, campaignId, timeZone, asOf, launches, older, unreadable } = explanation
  const words = wordsOf[language]
  const said = launchWordsOf[language]
  if (launches.length === 0) return [line(0, said.none(campaignId))]
  const writing = { words, said, asOf, values: valueWriter(words, timeZone) }
  return [
    line(0, said.launchesOf(campaignId, customerId, launches.length), 'heading'),
    line(0, words.phrases.timesIn(timeZone), 'faint'),
    ...(older ? [line(0, said.older, 'faint')] : []),
    ...(unreadable > 0 ? [line(0, words.phrases.unreadable(unreadable), 'bad')] : []),
    ...launches.flatMap((one) => launchLines(writing, one)),
  ]
}
