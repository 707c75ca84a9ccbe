import type { Campaign } from '#shared/domain/campaign/campaign.ts'

/** One thing that is wrong with a campaign, for the person who writes it. */
export interface CampaignProblem {
  /** Where, with dots: `audience.all.1.field`. Empty for the campaign as a whole. */
  readonly path: string
  /** Stable: programs and documents may name it. */
  readonly code: string
  /** What is wrong and what to do. */
  readonly message: string
  /** A campaign with an error never goes live. */
  readonly severity: 'error' | 'warning'
}

/** One rule: looks at a campaign of the right shape, and says what breaks it. */
export type Check = (campaign: Campaign) => readonly CampaignProblem[]

export type Path = readonly (string | number)[]

const problem =
  (severity: CampaignProblem['severity']) =>
  (path: Path, code: string, message: string): CampaignProblem => ({
    path: path.join('.'),
    code,
    message,
    severity,
  })

export const errorAt = problem('error')
export const warningAt = problem('warning')

/** A value as a message quotes it. */
export const quoted = (value: unknown): string => JSON.stringify(value) ?? 'nothing'

/** `a, b and c`. */
export const listed = (words: readonly string[], last: 'and' | 'or' = 'and'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
