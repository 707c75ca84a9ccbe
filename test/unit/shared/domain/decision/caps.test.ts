import { describe, expect, it } from 'vitest'
import { contactsAfter } from '#shared/domain/decision/contacts-after.ts'
import { recentContactsText } from '#shared/domain/decision/frequency-cap.ts'
import type { RecentContact } from '#shared/domain/profile/customer-profile.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import {
  aContact,
  anOffer,
  aProfile,
  aSignal,
  type Case,
  consents,
  decideOn,
  effectsOf,
  fateOf,
} from '#test/support/builders/subjects.ts'

const past = (...recentContacts: RecentContact[]): Case => ({ profile: aProfile({}, { recentContacts }) })
const week = (...days: string[]) => past(...days.map((day) => aContact(`2026-${day}T10:00:00Z`)))

describe('rolling windows around the time a message leaves', () => {
  it.each<[string, Case, string]>([
    ['nothing before', past(), 'won'],
    ['a day before', week('05-31'), 'won'],
    ['a second less', past(aContact('2026-05-31T10:00:01Z')), 'capped'],
    ['at this very moment', week('06-01'), 'capped'],
    ['one that is held, a second less than a day after', past(aContact('2026-06-02T09:59:59Z')), 'capped'],
    ['one that is held, a day after', week('06-02'), 'won'],
    ['two in the week before', week('05-28', '05-30'), 'won'],
    ['three in the week before', week('05-26', '05-28', '05-30'), 'capped'],
    ['the first of three a week before', week('05-25', '05-28', '05-30'), 'won'],
    [
      'the first of three a second later',
      past(
        aContact('2026-05-25T10:00:01Z'),
        aContact('2026-05-28T10:00:00Z'),
        aContact('2026-05-30T10:00:00Z'),
      ),
      'capped',
    ],
    ['two before and one held', week('05-28', '05-30', '06-03'), 'capped'],
    ['one of service', past(aContact('2026-06-01T09:00:00Z', { purpose: 'service' })), 'won'],
    ['one by text', past(aContact('2026-06-01T09:00:00Z', { channel: 'sms' })), 'won'],
  ])('%s: %s', (_, before, fate) => {
    expect(fateOf(anOffer(), before)).toBe(fate)
  })

  it.each([
    [1, 'capped'],
    [2, 'won'],
  ])('%i a day are as many as the bank allows', (perDay, fate) => {
    const settings = { caps: { marketing: { perDay, perWeek: 3 } } }
    expect(fateOf(anOffer(), { ...week('06-01'), settings })).toBe(fate)
    expect(fateOf(anOffer(), { ...week('06-01', '06-01'), settings })).toBe('capped')
  })

  it('count by channel: another one that is open takes the place', () => {
    const recentContacts = [aContact('2026-06-01T09:00:00Z')]
    const profile = aProfile({}, { recentContacts, consents: consents('marketing:email', 'marketing:sms') })
    expect(effectsOf([anOffer()], { profile }).messages).toMatchObject([{ channel: 'sms' }])
  })

  it('count a message that waits at the time it will leave', () => {
    // 22:00 in Prague; it leaves between 06:00 and 06:30 UTC.
    const now = '2026-06-01T20:00:00Z'
    const at = (time: string) => fateOf(anOffer(), { ...past(aContact(time)), now })
    expect(at('2026-06-01T06:00:00Z')).toBe('won')
    expect(at('2026-06-01T06:31:00Z')).toBe('capped')
    const release = contactsAfter(decideOn([anOffer()], { now }))?.[0]?.at ?? 0
    const exactly = (offset: number) =>
      fateOf(anOffer(), {
        profile: aProfile({}, { recentContacts: [{ ...aContact(now), at: release + offset }] }),
        now,
      })
    expect([-86_400, -86_399, 86_399, 86_400].map(exactly)).toEqual(['won', 'capped', 'capped', 'won'])
  })
})

describe('days between two messages of one campaign', () => {
  const own = (at: string, campaign = 'offer') =>
    aContact(at, { channel: 'sms', own: { campaign, days: 10 } })
  const pausing = anOffer({ minDaysBetween: 10 })

  it.each<[string, Case, string]>([
    ['ten days', past(own('2026-05-22T10:00:00Z')), 'won'],
    ['a second less, through whatever channel', past(own('2026-05-22T10:00:01Z')), 'capped'],
    ['of another campaign', past(own('2026-05-31T10:00:00Z', 'another')), 'won'],
  ])('%s: %s', (_, before, fate) => {
    expect(fateOf(pausing, before)).toBe(fate)
  })

  it('hold for service, too, which has no other cap', () => {
    const service = aCampaign({ minDaysBetween: 10 })
    const contact = { purpose: 'service' as const, own: { campaign: 'low-balance', days: 10 } }
    expect(fateOf(service, past(aContact('2026-05-22T10:00:01Z', contact)))).toBe('capped')
    expect(fateOf(aCampaign(), past(aContact('2026-05-31T10:00:01Z', contact)))).toBe('won')
  })

  it('know nothing of contacts that no campaign of its own pause made', () => {
    expect(fateOf(pausing, past(aContact('2026-05-28T10:00:00Z')))).toBe('won')
  })

  it('are the campaign’s, not the other’s who wrote last', () => {
    expect(fateOf(anOffer(), past(own('2026-05-31T10:00:00Z')))).toBe('won')
  })
})

describe('recent contacts', () => {
  const addedBy = (...campaigns: Parameters<typeof decideOn>[0]) => contactsAfter(decideOn(campaigns))

  it('are those of messages that a cap counts', () => {
    expect(addedBy(anOffer())).toEqual([aContact('2026-06-01T10:00:00Z')])
    expect(addedBy(aCampaign())).toBeUndefined()
    expect(addedBy(aCampaign({ minDaysBetween: 5 }))).toEqual([
      aContact('2026-06-01T10:00:00Z', { purpose: 'service', own: { campaign: 'low-balance', days: 5 } }),
    ])
    expect(addedBy(anOffer({ status: 'paused' }))).toBeUndefined()
  })

  it('are of service where service has a cap', () => {
    const settings = { caps: { marketing: { perDay: 1, perWeek: 3 }, service: { perDay: 1, perWeek: 3 } } }
    expect(contactsAfter(decideOn([aCampaign()], { settings }))).toEqual([
      aContact('2026-06-01T10:00:00Z', { purpose: 'service' }),
    ])
  })

  it('are none of a task', () => {
    const task = { mode: 'instead' as const, dueWithinHours: 4, title: { en: 'Call' } }
    expect(addedBy(anOffer({ channels: [], task }))).toBeUndefined()
  })

  it('count a message that waits at the time it will leave', () => {
    const decision = decideOn([anOffer()], { now: '2026-06-01T21:00:00Z' })
    const { messages } = effectsOf([anOffer()], { now: '2026-06-01T21:00:00Z' })
    expect(contactsAfter(decision)).toEqual([aContact(messages[0]?.heldUntil ?? '')])
  })

  it('stand by time, purpose and channel, so that the order of decisions leaves no trace', () => {
    const contacts = [
      aContact('2026-05-31T10:00:00Z', { channel: 'sms' }),
      aContact('2026-05-30T10:00:00Z', { purpose: 'service', own: { campaign: 'b', days: 3 } }),
      aContact('2026-05-30T10:00:00Z', { purpose: 'service', own: { campaign: 'a', days: 3 } }),
      aContact('2026-05-30T10:00:00Z', { channel: 'sms' }),
      aContact('2026-06-20T10:00:00Z', { channel: 'inapp' }),
    ]
    const result = (recentContacts: RecentContact[]) =>
      contactsAfter(decideOn([anOffer()], past(...recentContacts)))
    const sorted = result(contacts.slice(0, 4))
    expect(sorted).toEqual(result(contacts.slice(0, 4).reverse()))
    expect(sorted?.map(({ at, channel, own }) => [at - 1_780_000_000, channel, own?.campaign])).toEqual([
      [135_200, 'sms', undefined],
      [135_200, 'email', 'a'],
      [135_200, 'email', 'b'],
      [221_600, 'sms', undefined],
      [308_000, 'email', undefined],
    ])
  })

  it('are forgotten when no window can reach them any more, held messages counted', () => {
    const kept = (at: string, changes: Partial<RecentContact> = {}) =>
      contactsAfter(decideOn([anOffer()], past(aContact(at, { channel: 'sms', ...changes }))))?.length === 2
    expect(kept('2026-05-22T10:00:01Z')).toBe(true)
    expect(kept('2026-05-22T10:00:00Z')).toBe(false)
    const own = (days: number) => ({ own: { campaign: 'another', days } })
    expect(kept('2026-05-22T10:00:01Z', own(2))).toBe(true)
    expect(kept('2026-04-29T10:00:01Z', own(30))).toBe(true)
    expect(kept('2026-04-29T10:00:00Z', own(30))).toBe(false)
  })

  it('of a long pause are not forgotten because another message waits for the morning', () => {
    const own = aContact('2026-05-03T10:00:00Z', { channel: 'sms', own: { campaign: 'yearly', days: 30 } })
    const night = { now: '2026-06-01T21:00:00Z', signal: aSignal() }
    const next = contactsAfter(decideOn([anOffer()], { ...night, ...past(own) })) ?? []
    const yearly = anOffer({ id: 'yearly', minDaysBetween: 30 })
    expect(
      fateOf(yearly, {
        ...past(...next),
        now: '2026-06-02T09:00:00Z',
        signal: aSignal({ at: '2026-06-02T08:00:00.000Z' }),
      }),
    ).toBe('capped')
  })

  it('are told in short, the newest eight, the newest first', () => {
    expect(recentContactsText([])).toBe('none')
    const contacts = Array.from({ length: 9 }, (_, day) =>
      aContact(`2026-05-0${day + 1}T10:00:00Z`, day === 8 ? { own: { campaign: 'offer', days: 9 } } : {}),
    )
    const told = recentContactsText(contacts).split('; ')
    expect(told).toHaveLength(8)
    expect(told[0]).toBe('marketing email 05-09T10 offer')
    expect(told[7]).toBe('marketing email 05-02T10')
  })
})
