import type { Liquid, Template } from 'liquidjs'
import { renderedProblems } from '#shared/adapters/liquid/rendered-problems.ts'
import { createLiquid, globalsFor } from '#shared/adapters/liquid/template-engine.ts'
import { signalFieldsOf, variableNames } from '#shared/adapters/liquid/template-samples.ts'
import { type Campaign, signalTypesOf } from '#shared/domain/campaign/campaign.ts'
import { hint } from '#shared/domain/campaign/checks/nearest.ts'
import { type CampaignProblem, errorAt, listed } from '#shared/domain/campaign/checks/problem.ts'
import { type WrittenText, writtenTexts } from '#shared/domain/campaign/checks/texts.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'

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

const textProblems = (text: WrittenText, campaign: Campaign, bank: Bank): CampaignProblem[] => {
  const templates = parsed(text)
  if (!Array.isArray(templates)) return [templates]
  const unknown = variableProblems(text, templates, campaign)
  if (unknown.length > 0) return unknown
  return renderedProblems(text, (variables) => rendered(text, templates, variables), campaign, bank)
}

/** For all texts of one campaign, in milliseconds; three languages take a fiftieth. */
const MOST_MS = 3_000

/**
 * What is wrong with a campaign's templates: what Liquid cannot read, variables and filters that are not there for the
 * campaign's triggers and the channel, and what is wrong once they are rendered. Belongs to `checkCampaign`
 * (shared/domain), which is free of Liquid.
 * @param bank whose names stand in for the variables where lengths are estimated
 * @param clock milliseconds: each template may take a second, and somebody may send dozens that do
 */
export const templateProblems = (
  campaign: Campaign,
  bank: Bank = defaultSettings.bank,
  clock: () => number = () => performance.now(),
): CampaignProblem[] => {
  const problems: CampaignProblem[] = []
  const end = clock() + MOST_MS
  for (const text of writtenTexts(campaign)) {
    if (clock() > end)
      return [
        ...problems,
        errorAt(text.path, 'too-slow', 'up to here it took too long to judge: write it simpler'),
      ]
    problems.push(...textProblems(text, campaign, bank))
  }
  return problems
}
