import { describe, expect, it } from 'vitest'
import { parseProfile } from '#shared/domain/profile/customer-profile.ts'
import { profileView } from '#shared/domain/profile/profile-view.ts'

const bounced = (v: string) => ({ v, x: { reason: 'bounced', since: '2026-05-01T00:00:00Z' } })
const unsubscribed = (v: string) => ({ v, x: { reason: 'unsubscribed', since: '2026-05-01T00:00:00Z' } })

describe('a profile item', () => {
  it('has what is kept of transactions, by month', () => {
    const item = { customerId: 'C1', 'm:2026-05': new Set(['1', 'A']), 'm:2026-04': new Set(['5']) }
    const months = new Map([
      ['2026-05', new Set(['1', 'A'])],
      ['2026-04', new Set(['5'])],
    ])
    expect(parseProfile(item).months).toEqual(months)
    expect(profileView(item).months()).toEqual(months)
  })

  it('is not that of a known customer by what we remember ourselves', () => {
    const item = { customerId: 'C1', lowBalance: { v: '1', x: '2026-05-01' }, 'm:2026-05': new Set(['1']) }
    expect(parseProfile(item)).toMatchObject({ known: false, single: { lowBalance: '2026-05-01' } })
    expect(parseProfile({ ...item, locale: { v: '1', x: 'en' } }).known).toBe(true)
  })

  it('says which tier was acted on, and for which assets', () => {
    const item = {
      customerId: 'C1',
      tier: { x: 'wealth' },
      financialAssets: { v: '7', x: { minorUnits: 1, currency: 'CZK' } },
    }
    expect(parseProfile(item).single.tier).toBe('wealth')
    expect(profileView(item).assetsVersion()).toBe('7')
  })

  it.each([
    [
      'of the newest address',
      { 'suppressed:email': bounced('2'), reach: { v: '1', x: ['email'] } },
      ['email'],
    ],
    ['without any address known', { 'suppressed:email': bounced('2') }, ['email']],
    ['of an address that was replaced', { 'suppressed:email': bounced('1'), reach: { v: '2', x: [] } }, []],
    ['that was lifted', { 'suppressed:email': { v: '1', x: null } }, []],
    [
      'that is no bounce, whatever address came later',
      {
        'suppressed:sms': { v: '1', x: { reason: 'complained', since: '2026-05-01T00:00:00Z' } },
        reach: { v: '2', x: [] },
      },
      ['sms'],
    ],
    [
      'that is no bounce, also where a bounce came after it and a newer address after that',
      {
        'suppressed:email': { v: '1', x: { reason: 'complained', since: '2026-05-01T00:00:00Z' } },
        'suppressed:email:bounced': bounced('2'),
        reach: { v: '3', x: ['email'] },
      },
      ['email'],
    ],
    [
      'that ended an older consent',
      { 'suppressed:email': unsubscribed('2'), 'consent:marketing:email': { v: '1', x: true } },
      ['email'],
    ],
    [
      'that a newer consent took back',
      { 'suppressed:email': unsubscribed('2'), 'consent:marketing:email': { v: '3', x: true } },
      [],
    ],
    [
      'that a newer refusal confirmed',
      { 'suppressed:email': unsubscribed('2'), 'consent:marketing:email': { v: '3', x: false } },
      ['email'],
    ],
    [
      'that a newer consent to something else did not take back',
      {
        'suppressed:email:unsubscribed': unsubscribed('2'),
        'consent:marketing:sms': { v: '3', x: true },
        'consent:service:email': { v: '3', x: true },
      },
      ['email'],
    ],
    [
      'that is a complaint, which no consent takes back by itself',
      {
        'suppressed:email': { v: '2', x: { reason: 'complained', since: '2026-05-01T00:00:00Z' } },
        'consent:marketing:email': { v: '3', x: true },
      },
      ['email'],
    ],
  ])('holds against a channel what stands: %s', (_, item, channels) => {
    expect([...parseProfile({ customerId: 'C1', ...item }).suppressions.keys()]).toEqual(channels)
  })

  it.each(['1', '3'])('does not forget a complaint over an unsubscription that a consent took back', (v) => {
    const item = {
      'suppressed:email': { v: '2', x: { reason: 'complained', since: '2026-05-01T00:00:00Z' } },
      'suppressed:email:unsubscribed': unsubscribed(v),
    }
    const orders = [item, Object.fromEntries(Object.entries(item).reverse())]
    for (const each of orders)
      for (const consent of [{}, { 'consent:marketing:email': { v: '4', x: true } }])
        expect(
          parseProfile({ customerId: 'C1', ...each, ...consent }).suppressions.get('email')?.reason,
        ).toBe('complained')
  })

  it.each(['1', '3'])('holds a bounce above a complaint, whichever came later', (v) => {
    const item = {
      'suppressed:email': { v: '2', x: { reason: 'complained', since: '2026-05-01T00:00:00Z' } },
      'suppressed:email:bounced': bounced(v),
    }
    const orders = [item, Object.fromEntries(Object.entries(item).reverse())]
    for (const each of orders)
      expect(parseProfile({ customerId: 'C1', ...each }).suppressions.get('email')?.reason).toBe('bounced')
  })
})
