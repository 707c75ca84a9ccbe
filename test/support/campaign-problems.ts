import { expect } from 'vitest'
import { type CampaignProblem, checkCampaign } from '#shared/domain/campaign/check-campaign.ts'

/** What is said of a campaign: each time with a message that a person can do something with. */
export const problemsOf = (given: unknown): readonly CampaignProblem[] => {
  const { problems } = checkCampaign(given)
  for (const { message } of problems) {
    expect(message).toMatch(/^.{15,}$/s)
    expect(message).not.toMatch(/undefined|\[object/)
  }
  return problems
}
