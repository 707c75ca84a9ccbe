import { reasonText } from '#shared/domain/explain/candidate-lines.ts'
import type {
  CandidateExplanation,
  DecisionExplanation,
  MessageExplanation,
  TaskExplanation,
} from '#shared/domain/explain/explanation.ts'
import {
  bracketed,
  code,
  type Line,
  line,
  type Tone,
  type Writing,
  worded,
} from '#shared/domain/explain/line.ts'
import { chooseLanguage } from '#shared/domain/message/choose-language.ts'
import type { MessageState } from '#shared/domain/message/lifecycle.ts'

const tones: Readonly<Record<MessageState, Tone>> = {
  queued: 'plain',
  held: 'plain',
  sending: 'plain',
  sent: 'good',
  delivered: 'good',
  bounced: 'bad',
  complained: 'bad',
  failed: 'bad',
  expired: 'bad',
  cancelled: 'bad',
}

/** Until when it was true does not matter any more. */
const arrived: readonly MessageState[] = ['delivered', 'bounced', 'complained']

/** It may still have to go by another channel. */
const underWay: readonly MessageState[] = ['queued', 'held', 'sending', 'sent']

type Step = { readonly state: string; readonly at: string; readonly note?: string | undefined }

const historyLines = (
  { words, values }: Writing,
  history: readonly Step[],
  states: Readonly<Record<string, string>>,
): Line[] =>
  history.map(({ state, at, note }) => {
    const remark =
      note === undefined
        ? ''
        : Object.hasOwn(words.notes, note)
          ? bracketed(words, words.notes[note as keyof typeof words.notes])
          : code(note)
    return line(2, `${values.time(at)}${words.colon}${states[state] ?? code(state)}${remark}`)
  })

/** The campaign's title where its version was found. */
const titleOf = (
  { campaignId, campaignVersion }: Pick<MessageExplanation, 'campaignId' | 'campaignVersion'>,
  candidates: readonly CandidateExplanation[],
): string => {
  const found = candidates.find(
    ({ campaign }) => campaign?.id === campaignId && campaign.version === campaignVersion,
  )
  return found?.campaign?.title ?? campaignId
}

const messageLines = (
  writing: Writing,
  message: MessageExplanation,
  candidates: readonly CandidateExplanation[],
): Line[] => {
  const { words, values } = writing
  const { phrases } = words
  const { channel, purpose, state, variant, heldUntil, validUntil, reason, providerMessageId } = message
  const { fallbackFrom, fallbacks = [] } = message
  const head = phrases.message(
    titleOf(message, candidates),
    words.channels[channel],
    words.purposes[purpose],
    words.messageStates[state],
  )
  const said = [
    ...(reason === undefined ? [] : [phrases.because(worded(words.endings, reason, phrases.unknownReason))]),
    ...(fallbackFrom === undefined ? [] : [phrases.fallbackFrom(words.channels[fallbackFrom])]),
    ...(fallbacks.length > 0 && underWay.includes(state)
      ? [phrases.fallbacks(fallbacks.map((next) => words.channels[next]).join(words.comma))]
      : []),
    ...(variant === undefined ? [] : [phrases.variant(variant)]),
    ...(heldUntil === undefined ? [] : [phrases.heldUntil(values.time(heldUntil))]),
    ...(arrived.includes(state) ? [] : [phrases.validUntil(values.time(validUntil))]),
  ]
  return [
    line(1, head, tones[state]),
    ...(said.length > 0 ? [line(2, said.join(words.gap))] : []),
    ...historyLines(writing, message.history, words.messageStates),
    ...(providerMessageId === undefined ? [] : [line(2, phrases.provider(providerMessageId), 'faint')]),
  ]
}

const inLanguage = ({ words }: Writing, texts: Readonly<Record<string, string>>): string => {
  const language = chooseLanguage(Object.keys(texts), words.locale, undefined) ?? Object.keys(texts)[0]
  return language === undefined ? '' : (texts[language] ?? '')
}

const taskLines = (
  writing: Writing,
  task: TaskExplanation,
  candidates: readonly CandidateExplanation[],
): Line[] => {
  const { words, values } = writing
  const { phrases } = words
  const { assignee, branchId, handedOver, title, reason, dueAt, state, escalatedTo, outcome, reference } =
    task
  const head = phrases.task(inLanguage(writing, title), titleOf(task, candidates), words.taskStates[state])
  const said = [
    assignee === undefined ? phrases.branchQueue(branchId) : phrases.assignee(assignee),
    phrases.due(values.time(dueAt)),
    ...(escalatedTo === undefined ? [] : [phrases.escalatedTo(escalatedTo)]),
    ...(outcome === undefined ? [] : [phrases.outcome(words.taskOutcomes[outcome], reference)]),
  ]
  return [
    line(1, head, state === 'escalated' ? 'bad' : 'good'),
    line(2, said.join(words.gap)),
    ...(handedOver === undefined ? [] : [line(2, phrases.handedOver(reasonText(writing, handedOver)))]),
    ...(reason ? [line(2, inLanguage(writing, reason), 'faint')] : []),
    ...historyLines(writing, task.history, words.taskStates),
  ]
}

/** The messages and tasks of a decision, and what became of each. */
export const outcomeLines = (
  writing: Writing,
  { messages, tasks, candidates }: DecisionExplanation,
): Line[] => {
  const { phrases } = writing.words
  return [
    ...(messages.length > 0 ? [line(0, phrases.messages, 'heading')] : []),
    ...messages.flatMap((message) => messageLines(writing, message, candidates)),
    ...(tasks.length > 0 ? [line(0, phrases.tasks, 'heading')] : []),
    ...tasks.flatMap((task) => taskLines(writing, task, candidates)),
  ]
}
