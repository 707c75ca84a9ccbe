import { type Campaign, signalTypesOf } from '#shared/domain/campaign/campaign.ts'
import { offersIn } from '#shared/domain/campaign/checks/offers.ts'
import { type CampaignProblem, errorAt, warningAt } from '#shared/domain/campaign/checks/problem.ts'
import { promisesIn } from '#shared/domain/campaign/checks/promises.ts'
import type { WrittenText } from '#shared/domain/campaign/checks/texts.ts'
import { sampleVariables } from '#shared/domain/message/sample-variables.ts'
import { smsSegments } from '#shared/domain/message/sms-segments.ts'
import { smsText } from '#shared/domain/message/sms-text.ts'
import type { TemplateVariables } from '#shared/domain/message/template-variables.ts'
import type { Settings } from '#shared/domain/settings.ts'

/** Beyond it handsets may show an SMS in pieces, and each one is paid for. */
const MOST_SEGMENTS = 3

/** One way in which a template may come out. */
interface Reading {
  /** `with a signal LowBalance` */
  readonly when: string
  readonly variables: TemplateVariables
  readonly shown: string
}

type Render = (variables: TemplateVariables) => string

const words = (error: unknown): string => (error as Error).message.split('\n')[0] ?? ''

/** With each signal as full and as bare as it may come; or the first failure. */
const readingsOf = (
  text: WrittenText,
  render: Render,
  campaign: Campaign,
  bank: Settings['bank'],
): Reading[] | CampaignProblem => {
  const readings: Reading[] = []
  for (const type of new Set(signalTypesOf(campaign)))
    for (const data of ['all', 'least'] as const) {
      const rarely = data === 'least' ? ', where it carries no more than it must' : ''
      const when = `with a signal ${type}${rarely}`
      try {
        const variables = sampleVariables(text, campaign, type, data, bank)
        readings.push({ when, variables, shown: render(variables) })
      } catch (error) {
        const advice = data === 'least' ? '; ask first with {% if %}' : ''
        return errorAt(text.path, 'template-fails', `${words(error)}: ${when}${advice}`)
      }
    }
  return readings
}

/** What is only seen once filters and literals have done their work: `{{ 'guaranteed ' | append: 'return' }}`. */
const hiddenWords = (
  text: WrittenText,
  { purpose }: Campaign,
  readings: readonly Reading[],
): CampaignProblem[] => {
  const look = purpose === 'marketing' ? promisesIn : offersIn
  if (look(text).length > 0) return []
  return readings.map(({ shown }) => look({ ...text, text: shown })).find((found) => found.length > 0) ?? []
}

/** RULES 4 asks that it is read, so it must not depend on the signal: `{% if signal.threshold %}{{ unsubscribe.url }}`. */
const hiddenNotices = (
  text: WrittenText,
  { purpose }: Campaign,
  readings: readonly Reading[],
): CampaignProblem[] => {
  if (purpose !== 'marketing' || text.channel === 'inapp' || text.part === 'subject') return []
  const name = text.channel === 'sms' ? 'bank.name' : 'unsubscribe.url'
  // Where it is not even written, marketingNoticeProblems says so.
  if (!text.text.includes(name)) return []
  const lacking = readings.find(({ shown, variables: { bank, unsubscribe } }) => {
    const notice = text.channel === 'sms' ? bank.name : unsubscribe?.url
    return notice !== undefined && !shown.includes(notice)
  })
  return lacking
    ? [errorAt(text.path, 'notice-hidden', `{{ ${name} }} is not shown ${lacking.when} (rule 4)`)]
    : []
}

const lengthProblems = (text: WrittenText, readings: readonly Reading[]): CampaignProblem[] => {
  if (text.channel !== 'sms') return []
  const longest = Math.max(...readings.map(({ shown }) => smsSegments(smsText(shown.trim()))))
  return longest > MOST_SEGMENTS
    ? [
        warningAt(
          text.path,
          'sms-long',
          `with usual values it is sent as ${longest} SMS; up to ${MOST_SEGMENTS} are read`,
        ),
      ]
    : []
}

/**
 * What is wrong with a template once it is rendered, with each signal of the campaign as full and as bare as it may
 * come: that it fails, what it then says, what it then hides, and how long it is.
 */
export const renderedProblems = (
  text: WrittenText,
  render: Render,
  campaign: Campaign,
  bank: Settings['bank'],
): CampaignProblem[] => {
  const readings = readingsOf(text, render, campaign, bank)
  if (!Array.isArray(readings)) return [readings]
  return [
    ...hiddenWords(text, campaign, readings),
    ...hiddenNotices(text, campaign, readings),
    ...lengthProblems(text, readings),
  ]
}
