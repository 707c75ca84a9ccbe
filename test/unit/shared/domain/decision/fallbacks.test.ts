import { expect, it } from 'vitest'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import {
  aContact,
  anOffer,
  aProfile,
  type Case,
  consents,
  effectsOf,
} from '#test/support/builders/subjects.ts'

const channelsOf = (campaign = aCampaign(), of: Case = {}) => {
  const [message] = effectsOf([campaign], of).messages
  return [message?.channel, ...(message?.fallbacks ?? [])]
}

it('a message keeps the other channels of its campaign that were open to it, in the campaign’s order', () => {
  expect(channelsOf()).toEqual(['email', 'sms', 'inapp'])
  expect(channelsOf(aCampaign({ channels: ['inapp', 'sms'] }))).toEqual(['inapp', 'sms'])
})

it('no channel that a gate closed', () => {
  const profile = aProfile({}, { consents: consents('marketing:email', 'marketing:inapp', '!marketing:sms') })
  expect(channelsOf(anOffer(), { profile })).toEqual(['email', 'inapp'])
  const capped = { ...profile, recentContacts: [aContact('2026-06-01T08:00:00Z', { channel: 'inapp' })] }
  expect(channelsOf(anOffer(), { profile: capped })).toEqual(['email'])
  const unreached = aProfile({ reach: ['email'] })
  expect(channelsOf(aCampaign(), { profile: unreached })).toEqual(['email', 'inapp'])
})

it('nothing where there is none', () => {
  const [message] = effectsOf([aCampaign({ channels: ['email'] })]).messages
  expect(message).not.toHaveProperty('fallbacks')
})
