import type { Liquid, Template } from 'liquidjs'
import { createLiquid, globalsFor } from '#shared/adapters/liquid/template-engine.ts'
import { sampleVariables, signalFieldsOf, variableNames } from '#shared/adapters/liquid/template-samples.ts'
import { type Campaign, signalTypesOf } from '#shared/domain/campaign/campaign.ts'
import { hint } from '#shared/domain/campaign/checks/nearest.ts'
import { type CampaignProblem, errorAt, listed, warningAt } from '#shared/domain/campaign/checks/problem.ts'
import { type WrittenText, writtenTexts } from '#shared/domain/campaign/checks/texts.ts'
import { smsSegments } from '#shared/domain/message/sms-segments.ts'
import { smsText } from '#shared/domain/message/sms-text.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import type { SignalType } from '#shared/domain/vocabulary.ts'

/** From here on an SMS costs more than an email ever would, and handsets may show it in pieces. */
const MOST_SEGMENTS = 3

type Bank = Settings['bank']

const liquids = { html: createLiquid('html'), plain: createLiquid('none') }
const liquidOf = ({ part }: WrittenText): Liquid => (part === 'html' ? liquids.html : liquids.plain)

const words = (error: unknown): string => (error as Error).message.split('\n')[0] ?? ''

/** Where parsing stops: a tag left open, a filter that is not there. */
const parsed = (text: WrittenText): Template[] | CampaignProblem => {
  try {
    return liquidOf(text).parse(text.text)
  } catch (error) {
    return errorAt(text.path, 'template-invalid', `Liquid cannot read it: ${words(error)}`)
  }
}

/** `signal.amount.minorUnits` of a variable's segments; a segment that is computed itself is written as `[]`. */
const spelled = (segments: readonly unknown[]): string =>
  segments
    .map((segment) => (Array.isArray(segment) || typeof segment === 'object' ? '[]' : String(segment)))
    .join('.')

const unknownVariable = (name: string, text: WrittenText, campaign: Campaign): string | undefined => {
  const known = variableNames(text.channel, campaign)
  const [root, field] = name.split('.')
  const wanted = `${root}.${field}`
  if (field !== undefined && known.includes(wanted)) return undefined
  if (root === 'customer' && text.channel === 'inapp')
    return `{{ ${name} }} is not there: the in-app inbox is kept without personal data`
  if (root === 'unsubscribe') return `{{ ${name} }} is there in marketing emails only`
  if (root === 'signal') {
    const carried = signalFieldsOf(campaign)
    const instead = carried.length > 0 ? `they carry ${listed(carried)}` : 'they carry nothing for templates'
    return `{{ ${name} }} is not carried by ${listed(signalTypesOf(campaign))}; ${instead}${hint(wanted, known)}`
  }
  return `there is no {{ ${name} }}${hint(wanted, known)}`
}

const variableProblems = (
  text: WrittenText,
  templates: Template[],
  campaign: Campaign,
): CampaignProblem[] => {
  const { globals } = liquidOf(text).analyzeSync(templates)
  const names = new Set(Object.values(globals).flatMap((uses) => uses.map((use) => spelled(use.segments))))
  return [...names].flatMap((name) => {
    const fault = unknownVariable(name, text, campaign)
    return fault === undefined ? [] : [errorAt(text.path, 'variable-unknown', fault)]
  })
}

const rendered = (text: WrittenText, templates: Template[], variables: object): string =>
  String(
    liquidOf(text).renderSync(templates, variables, {
      globals: globalsFor({ locale: text.language, timeZone: 'UTC' }),
    }),
  )

const renderProblems = (
  text: WrittenText,
  templates: Template[],
  campaign: Campaign,
  type: SignalType,
  bank: Bank,
): CampaignProblem[] => {
  for (const data of ['all', 'least'] as const) {
    try {
      rendered(text, templates, sampleVariables(text, campaign, type, data, bank))
    } catch (error) {
      const rarely =
        data === 'least' ? ', where it carries no more than it must; ask first with {% if %}' : ''
      return [errorAt(text.path, 'template-fails', `${words(error)}: with a signal ${type}${rarely}`)]
    }
  }
  return []
}

const lengthProblems = (
  text: WrittenText,
  templates: Template[],
  campaign: Campaign,
  bank: Bank,
): CampaignProblem[] => {
  if (text.channel !== 'sms') return []
  const lengths = signalTypesOf(campaign).map((type) =>
    smsSegments(
      smsText(rendered(text, templates, sampleVariables(text, campaign, type, 'all', bank)).trim()),
    ),
  )
  const longest = Math.max(...lengths)
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

const textProblems = (text: WrittenText, campaign: Campaign, bank: Bank): CampaignProblem[] => {
  const templates = parsed(text)
  if (!Array.isArray(templates)) return [templates]
  const unknown = variableProblems(text, templates, campaign)
  if (unknown.length > 0) return unknown
  for (const type of new Set(signalTypesOf(campaign))) {
    const failing = renderProblems(text, templates, campaign, type, bank)
    if (failing.length > 0) return failing
  }
  return lengthProblems(text, templates, campaign, bank)
}

/**
 * What is wrong with a campaign's templates: what Liquid cannot read, variables and filters that are not there for the
 * campaign's triggers and the channel, and what fails with a signal that carries no more than it must. Belongs to
 * `checkCampaign` (shared/domain), which is free of Liquid.
 * @param bank whose names stand in for the variables where lengths are estimated
 */
export const templateProblems = (campaign: Campaign, bank: Bank = defaultSettings.bank): CampaignProblem[] =>
  writtenTexts(campaign).flatMap((text) => textProblems(text, campaign, bank))
