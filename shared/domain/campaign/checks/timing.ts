import { type Campaign, isTaskOnly } from '#shared/domain/campaign/campaign.ts'
import {
  type CampaignProblem,
  type Check,
  errorAt,
  warningAt,
} from '#shared/domain/campaign/checks/problem.ts'

const repeated = <T>(values: readonly T[]): T[] =>
  values.filter((value, index) => values.indexOf(value) < index)

const validityProblems = ({ validFrom, validUntil }: Campaign): CampaignProblem[] =>
  validFrom !== undefined && validUntil !== undefined && Date.parse(validFrom) >= Date.parse(validUntil)
    ? [
        errorAt(
          ['validUntil'],
          'never-valid',
          'the campaign ends before it begins: validUntil must be after validFrom',
        ),
      ]
    : []

/** The same signal twice: of two, the second with its own condition is what one wants, but without one it decides alone. */
const triggerProblems = ({ trigger }: Campaign): CampaignProblem[] => {
  if (!('signals' in trigger)) return []
  const open = new Set(trigger.signals.filter(({ where }) => where === undefined).map(({ type }) => type))
  const types = trigger.signals.map(({ type }) => type)
  return [...new Set(repeated(types))]
    .filter((type) => open.has(type))
    .map((type) =>
      warningAt(
        ['trigger', 'signals'],
        'trigger-repeated',
        `${type} triggers the campaign without a "where", so that another ${type} beside it changes nothing`,
      ),
    )
}

const capProblems = (campaign: Campaign): CampaignProblem[] =>
  campaign.minDaysBetween !== undefined && isTaskOnly(campaign)
    ? [
        warningAt(
          ['minDaysBetween'],
          'without-effect',
          'the campaign sends nothing, so that this changes nothing',
        ),
      ]
    : []

/** When a campaign speaks at all. */
export const timingProblems: Check = (campaign) => [
  ...validityProblems(campaign),
  ...triggerProblems(campaign),
  ...capProblems(campaign),
]
