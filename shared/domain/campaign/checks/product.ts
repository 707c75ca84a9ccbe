import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import {
  type CampaignProblem,
  type Check,
  errorAt,
  warningAt,
} from '#shared/domain/campaign/checks/problem.ts'

/** RULES 10: without its risk nobody can say whom an investment suits. */
const riskProblems = ({ product }: Campaign): CampaignProblem[] => {
  if (product?.kind === 'investment' && product.risk === undefined)
    return [
      errorAt(
        ['product', 'risk'],
        'risk-missing',
        'an investment needs its risk: 1 to 5, all ratings it has',
      ),
    ]
  if (product && product.kind !== 'investment' && product.risk !== undefined)
    return [
      warningAt(
        ['product', 'risk'],
        'unusual-risk',
        `investments have a risk, and this is a ${product.kind}; it will be offered only to a tolerance that high`,
      ),
    ]
  return []
}

/** RULES 8: care, but never credit, for vulnerable customers. */
const vulnerableProblems = ({ flags, product, purpose }: Campaign): CampaignProblem[] => {
  if (!flags.vulnerable) return []
  const path = ['flags', 'vulnerable']
  if (product?.kind === 'credit')
    return [
      errorAt(
        path,
        'credit-to-vulnerable',
        'nobody can approve credit offers to vulnerable customers (rule 8)',
      ),
    ]
  if (purpose === 'service')
    return [warningAt(path, 'without-effect', 'service messages reach vulnerable customers without it')]
  return []
}

/** RULES 11. */
const distressProblems = ({ flags, product }: Campaign): CampaignProblem[] =>
  flags.distressHelp && product?.kind !== 'credit'
    ? [
        errorAt(
          ['flags', 'distressHelp'],
          'flag-misplaced',
          'only credit can be help in distress (rule 11): give a product of kind "credit", or drop the flag',
        ),
      ]
    : []

/** RULES 14. */
const noticeProblems = ({ flags, purpose, holdout }: Campaign): CampaignProblem[] => {
  if (!flags.mandatoryNotice) return []
  return [
    ...(purpose === 'service'
      ? []
      : [
          errorAt(
            ['flags', 'mandatoryNotice'],
            'flag-misplaced',
            'a notice that the law demands is service, never marketing (rule 14)',
          ),
        ]),
    ...(holdout > 0
      ? [
          errorAt(
            ['holdout'],
            'notice-held-out',
            'what the law demands goes to everybody: a mandatory notice has no control group',
          ),
        ]
      : []),
  ]
}

/** What is offered, and to whom it may be. */
export const productProblems: Check = (campaign) => [
  ...riskProblems(campaign),
  ...vulnerableProblems(campaign),
  ...distressProblems(campaign),
  ...noticeProblems(campaign),
]
