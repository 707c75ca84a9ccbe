import { describe, expect, it } from 'vitest'
import { parseProfile } from '#shared/domain/profile/customer-profile.ts'
import { isSuppressed, suppressionWrite } from '#shared/domain/profile/suppression.ts'
import { factVersion } from '#shared/domain/profile/version.ts'

describe('a channel', () => {
  it.each([
    ['bounced', 'service', true],
    ['bounced', 'marketing', true],
    ['opted-out', 'service', true],
    ['opted-out', 'marketing', true],
    ['complained', 'service', false],
    ['complained', 'marketing', true],
    ['unsubscribed', 'service', false],
    ['unsubscribed', 'marketing', true],
  ] as const)('that has %s is closed to %s: %s', (reason, purpose, closed) => {
    const profile = { suppressions: new Map([['email', { reason, since: '' }]]) }
    expect(isSuppressed(profile, purpose, 'email')).toBe(closed)
    expect(isSuppressed(profile, purpose, 'sms')).toBe(false)
  })
})

describe('a customer who has opted out of SMS', () => {
  const optedOut = { v: '2', x: { reason: 'opted-out', since: '2026-05-01T00:00:00Z' } }
  const consent = (purpose: string, v: string, x = true) => ({ [`consent:${purpose}:sms`]: { v, x } })
  const closed = (...items: readonly object[]) => {
    const item = { customerId: 'C1', 'suppressed:sms:opted-out': optedOut }
    const profile = parseProfile(Object.assign(item, ...items))
    return (['service', 'marketing'] as const).filter((purpose) => isSuppressed(profile, purpose, 'sms'))
  }

  it.each([
    ['nothing since', [], ['service', 'marketing']],
    ['consents from before', [consent('marketing', '1'), consent('service', '1')], ['service', 'marketing']],
    ['withdrawals since', [consent('marketing', '3', false), consent('service', '3', false)], 'both'],
    ['a consent to marketing since', [consent('marketing', '3')], ['service']],
    ['a consent to service since', [consent('service', '3')], ['marketing']],
    ['consents to both since', [consent('marketing', '3'), consent('service', '3')], []],
    ['a consent for another channel since', [{ 'consent:marketing:email': { v: '3', x: true } }], 'both'],
    ['another number since', [{ reach: { v: '3', x: ['phone'] } }], 'both'],
    [
      'a consent to marketing, and a complaint',
      [
        consent('marketing', '3'),
        { 'suppressed:sms': { v: '4', x: { reason: 'complained', since: '2026-05-02T00:00:00Z' } } },
      ],
      'both',
    ],
    [
      'consents to both, and an unsubscription after them',
      [
        consent('marketing', '3'),
        consent('service', '3'),
        { 'suppressed:sms:unsubscribed': { v: '4', x: { reason: 'unsubscribed', since: '' } } },
      ],
      ['marketing'],
    ],
  ])('after %s gets nothing of: %j', (_, items, expected) => {
    const purposes = expected === 'both' ? ['service', 'marketing'] : expected
    expect(closed(...items)).toEqual(purposes)
    expect(closed(...[...items].reverse())).toEqual(purposes)
  })

  it('is told so by the strongest reason that stands, whatever the order of the registers', () => {
    const registers = [
      { 'suppressed:sms:opted-out': optedOut },
      { 'suppressed:sms': { v: '4', x: { reason: 'complained', since: '' } } },
    ]
    for (const order of [registers, [...registers].reverse()]) {
      const profile = parseProfile(Object.assign({ customerId: 'C1' }, ...order))
      expect(profile.suppressions.get('sms')).toEqual(optedOut.x)
    }
  })
})

describe('a report', () => {
  const report = {
    channel: 'email',
    since: new Date('2026-03-10T09:05:00Z'),
    from: new Date('2026-03-10T09:00:00Z'),
    providerMessageId: 'ses-1',
  } as const

  it.each([
    ['bounced', 'suppressed:email:bounced'],
    ['opted-out', 'suppressed:email:opted-out'],
    ['complained', 'suppressed:email'],
    ['unsubscribed', 'suppressed:email:unsubscribed'],
  ] as const)('that somebody has %s stands in its register, as the profile reads it', (reason, attribute) => {
    const write = suppressionWrite({ ...report, reason })
    expect(write).toEqual({
      attribute,
      value: {
        v: factVersion('2026-03-10T09:00:00Z', 'ses-1'),
        x: { reason, since: '2026-03-10T09:05:00.000Z' },
      },
    })
    const profile = parseProfile({ customerId: 'C1', [write.attribute]: write.value })
    expect(profile.suppressions).toEqual(new Map([['email', write.value.x]]))
  })
})
