import { type Campaign, isTaskOnly } from '#shared/domain/campaign/campaign.ts'
import {
  type CampaignProblem,
  type Check,
  errorAt,
  quoted,
  warningAt,
} from '#shared/domain/campaign/checks/problem.ts'

const repeatedProducts = (products: readonly string[]): CampaignProblem[] =>
  products.flatMap((code, index) =>
    products.indexOf(code) < index
      ? [errorAt(['goal', 'products', index], 'product-repeated', `${quoted(code)} is a goal already`)]
      : [],
  )

const goalProblems = (campaign: Campaign): CampaignProblem[] => {
  const { goal, product } = campaign
  if (!goal) return []
  return [
    ...repeatedProducts(goal.products),
    ...(isTaskOnly(campaign)
      ? [
          warningAt(
            ['goal'],
            'without-effect',
            'the campaign sends nothing, and conversions are counted for messages: this changes nothing',
          ),
        ]
      : []),
    ...(product && !goal.products.includes(product.code)
      ? [
          warningAt(
            ['goal', 'products'],
            'goal-without-product',
            `the campaign offers ${quoted(product.code)}, but its goal is something else`,
          ),
        ]
      : []),
  ]
}

const WRITTEN_BY_ENGINE = {
  pausedBecause: 'the engine writes this when it pauses a campaign: leave it out',
  withdrawnUpTo: 'the engine writes this when a version takes the place of a paused one: leave it out',
} as const

const engineProblems = (campaign: Campaign): CampaignProblem[] =>
  (['pausedBecause', 'withdrawnUpTo'] as const)
    .filter((key) => campaign[key] !== undefined)
    .map((key) => errorAt([key], 'written-by-engine', WRITTEN_BY_ENGINE[key]))

/** What a campaign is measured by. */
export const resultProblems: Check = (campaign) => [...goalProblems(campaign), ...engineProblems(campaign)]
