import { expect, it } from 'vitest'
import { campaignIndex } from '#shared/domain/campaign/compile.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'

it('compiles a list of campaigns once, and a new list anew', () => {
  const list = [aCampaign()]
  const index = campaignIndex(list)
  expect(campaignIndex(list)).toBe(index)
  const paused = campaignIndex([aCampaign({ status: 'paused' })])
  expect(paused.get('LowBalance')?.[0]?.campaign.status).toBe('paused')
})
