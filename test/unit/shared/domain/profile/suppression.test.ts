import { describe, expect, it } from 'vitest'
import { parseProfile } from '#shared/domain/profile/customer-profile.ts'
import { isSuppressed, suppressionWrite } from '#shared/domain/profile/suppression.ts'
import { factVersion } from '#shared/domain/profile/version.ts'

describe('a channel', () => {
  it.each([
    ['bounced', 'service', true],
    ['bounced', 'marketing', true],
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

describe('a report', () => {
  const report = {
    channel: 'email',
    since: new Date('2026-03-10T09:05:00Z'),
    from: new Date('2026-03-10T09:00:00Z'),
    providerMessageId: 'ses-1',
  } as const

  it.each([
    ['bounced', 'suppressed:email:bounced'],
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
