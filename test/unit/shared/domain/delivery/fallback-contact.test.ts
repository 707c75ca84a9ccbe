import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { compileCampaign } from '#shared/domain/campaign/compile.ts'
import { Circumstances } from '#shared/domain/decision/circumstances.ts'
import { fallbackRoom } from '#shared/domain/delivery/fallback-contact.ts'
import type { RecentContact } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { aContact, anOffer, aProfile, aSignal, noon } from '#test/support/builders/subjects.ts'

const of = (
  contacts: readonly RecentContact[],
  campaign: Campaign = anOffer(),
  caps: Settings['caps'] = defaultSettings.caps,
) =>
  fallbackRoom(
    { entry: 'E#sms', purpose: campaign.purpose, channel: 'sms' },
    compileCampaign(campaign),
    new Circumstances({
      signal: aSignal(),
      profile: aProfile({}, { recentContacts: contacts }),
      settings: { ...defaultSettings, caps },
      now: noon,
    }),
  )

const email = aContact('2026-06-01T09:00:00Z')
const smsAt = (at: string) => aContact(at, { channel: 'sms' })
const counted = { purpose: 'marketing', channel: 'sms', at: noon.getTime() / 1000 }

describe('a message on a channel that its decision did not count', () => {
  it('counts there, beside what the decision counted', () => {
    expect(of([email])).toEqual({
      kind: 'count',
      contacts: [email, { ...counted, id: expect.any(String) }],
    })
  })

  it('counts once, however often it is delivered', () => {
    const first = of([email])
    if (first.kind !== 'count') throw new Error(first.kind)
    expect(of(first.contacts)).toEqual({ kind: 'open' })
  })

  it.each([
    ['one a day', [smsAt('2026-05-31T10:00:01Z')], 'capped'],
    ['one a day, and a day is over', [smsAt('2026-05-31T10:00:00Z')], 'count'],
    ['one that is still held', [smsAt('2026-06-02T06:10:00Z')], 'capped'],
    ['three a week', ['05-29', '05-28', '05-27'].map((day) => smsAt(`2026-${day}T10:00:00Z`)), 'capped'],
    ['other channels’', [email, email, email], 'count'],
    [
      'another purpose’s',
      [aContact('2026-06-01T09:00:00Z', { channel: 'sms', purpose: 'service' })],
      'count',
    ],
  ] as const)('finds room or none under the cap: %s', (_, contacts, kind) => {
    expect(of(contacts).kind).toBe(kind)
  })

  it('keeps the campaign’s own pause going, and is not refused by its own message’s', () => {
    const own = { campaign: 'offer', days: 7 }
    const room = of([{ ...email, own }], anOffer({ minDaysBetween: 7 }))
    expect(room).toMatchObject({ kind: 'count', contacts: [{ own }, { ...counted, own }] })
  })

  it('counts nothing where no cap does, and is not refused where the law demands the notice', () => {
    expect(of([], aCampaign())).toEqual({ kind: 'open' })
    const caps = { ...defaultSettings.caps, service: { perDay: 1, perWeek: 1 } }
    const full = [aContact('2026-06-01T09:00:00Z', { channel: 'sms', purpose: 'service' })]
    expect(of(full, aCampaign(), caps).kind).toBe('capped')
    const notice = aCampaign({ flags: { mandatoryNotice: { approvedBy: 'compliance' } } })
    expect(of(full, notice, caps).kind).toBe('count')
  })
})
