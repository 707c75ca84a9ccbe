import { describe, expect, it } from 'vitest'
import { previewRoutes } from '#functions/api/routes/preview.ts'
import { createTemplateRenderer } from '#shared/adapters/liquid/template-renderer.ts'
import type { Caller } from '#shared/domain/access/caller.ts'
import { parseCampaign } from '#shared/domain/campaign/schema-1.ts'
import { ProviderError, type ProviderErrorKind } from '#shared/domain/delivery/provider-error.ts'
import { unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'
import type { OutgoingMessage } from '#shared/ports/channel-provider.ts'
import { apiClient } from '#test/support/api/api-client.ts'
import { aProfile } from '#test/support/builders/subjects.ts'
import {
  changed,
  marketingCampaign,
  serviceCampaign,
  type Written,
} from '#test/support/builders/written-campaigns.ts'

const mara: Partial<Caller> = {
  userId: 'u-mara',
  name: 'mara',
  groups: ['marketer'],
  email: 'mara@bank.example',
  phone: '+420601234567',
}

interface Options {
  /** Approved ones, the newest first. */
  readonly versions?: readonly unknown[]
  readonly settings?: Partial<Settings>
  readonly caller?: Partial<Caller>
  readonly provider?: ProviderErrorKind
}

const world = (
  draft: Written | undefined,
  { settings = {}, caller = mara, provider, versions = [] }: Options = {},
) => {
  const sent: OutgoingMessage[] = []
  const audited: AuditEntry[] = []
  const taken = new Map<string, number>()
  const carrier = {
    send: async (message: OutgoingMessage) => {
      if (provider) throw new ProviderError(provider)
      sent.push(message)
      return { providerMessageId: 'P1' }
    },
  }
  let now = Date.parse('2027-01-15T10:00:00Z')
  const client = apiClient({
    routes: previewRoutes,
    dependencies: {
      drafts: { read: async () => draft && ({ content: draft } as never) },
      versions: {
        version: async (_, version) => (version === 1 ? parseCampaign(marketingCampaign).data : undefined),
        page: async () => versions.flatMap((given) => parseCampaign(given).data ?? []),
      },
      renderer: createTemplateRenderer(),
      profiles: {
        profile: async (id) =>
          id === 'C1' ? aProfile({ locale: 'zh-CN', timeZone: 'Asia/Shanghai' }) : unknownProfile(id),
      },
      settingsStore: { read: async () => ({ settings: { ...defaultSettings, ...settings }, tag: 't' }) },
      testSends: {
        take: async (userId, at, most, audit) => {
          const key = `${userId} ${at.toISOString().slice(0, 16)}`
          const count = taken.get(key) ?? 0
          if (count >= most) return false
          taken.set(key, count + 1)
          audited.push(audit)
          return true
        },
      },
      providers: { email: carrier, sms: carrier },
    },
    caller,
    now: () => new Date(now),
  })
  const preview = (body: object) => client.post('/v1/campaigns/large-deposit/preview', { body })
  const test = (body: object) => client.post('/v1/campaigns/large-deposit/test-send', { body })
  return {
    preview,
    test,
    sent,
    audited,
    later: (ms: number) => {
      now += ms
    },
  }
}

describe('a preview', () => {
  it('shows every channel and language of a draft that has both', async () => {
    const { body, status } = await world(serviceCampaign).preview({ version: 'draft' })
    expect(status).toBe(200)
    const shown = body.previews.map(
      ({ channel, language }: Record<string, string>) => `${channel} ${language}`,
    )
    expect(shown.sort()).toEqual(
      ['email', 'inapp', 'sms'].flatMap((channel) => [`${channel} en`, `${channel} zh-CN`]),
    )
    expect(body.previews.every(({ fallsBack }: { fallsBack: boolean }) => !fallsBack)).toBe(true)
  })

  it('of a campaign that was seeded, and never edited, shows its newest version as the draft', async () => {
    const seeded = world(undefined, { versions: [marketingCampaign] })
    const { status, body } = await seeded.preview({ version: 'draft' })
    expect(status).toBe(200)
    expect(body.previews.length).toBeGreaterThan(0)
  })

  it('has the values of a sample signal, and a subject', async () => {
    const { body } = await world(serviceCampaign).preview({
      version: 'draft',
      channel: 'email',
      language: 'en',
    })
    expect(body.previews).toMatchObject([
      { message: { subject: 'Your balance', text: expect.stringMatching(/CZK.123,456\.78/) }, shownIn: 'en' },
    ])
  })

  it('says as how many SMS a text is sent', async () => {
    const { body } = await world(serviceCampaign).preview({ version: 'draft', channel: 'sms' })
    expect(body.previews).toMatchObject([
      { language: 'en', sms: { alphabet: 'gsm-7', segments: 1 } },
      { language: 'zh-CN', sms: { alphabet: 'ucs-2', segments: 1 } },
    ])
    for (const { sms, message } of body.previews) expect(sms.characters).toBe(message.text.length)
  })

  it('says in what another language is shown that is not written', async () => {
    const draft = changed(serviceCampaign, 'messages.zh-CN.sms', undefined)
    const { body } = await world(draft).preview({ version: 'draft', channel: 'sms' })
    expect(body.previews).toMatchObject([
      { language: 'en', shownIn: 'en', fallsBack: false },
      { language: 'zh-CN', shownIn: 'en', fallsBack: true },
    ])
  })

  it('shows each variant with what differs in it', async () => {
    const draft = {
      ...serviceCampaign,
      variants: [
        { id: 'plain', weight: 1 },
        { id: 'warm', weight: 1, messages: { en: { sms: { text: 'Dear {{ customer.firstName }}!' } } } },
      ],
    }
    const { body } = await world(draft).preview({ version: 'draft', channel: 'sms', language: 'en' })
    expect(body.previews).toMatchObject([
      { variant: 'plain', message: { text: expect.stringContaining('your balance') } },
      { variant: 'warm', message: { text: 'Dear Alexandra!' } },
    ])
  })

  it('for a customer is in their language, with a name that is nobody’s', async () => {
    const draft = changed(serviceCampaign, 'messages.zh-CN.sms.text', '{{ customer.name }}')
    const { body } = await world(draft).preview({ version: 'draft', channel: 'sms', customerId: 'C1' })
    expect(body.previews).toMatchObject([{ language: 'zh-CN', message: { text: '欧阳晓明' } }])
  })

  it('of a draft with a wrong template says so where it is, and shows the rest', async () => {
    const draft = changed(serviceCampaign, 'messages.en.sms.text', '{{ signal.blance | money }}')
    const { body } = await world(draft).preview({ version: 'draft', channel: 'sms' })
    expect(body.previews).toMatchObject([
      { language: 'en', problem: 'template-error' },
      { language: 'zh-CN', message: { text: expect.any(String) } },
    ])
  })

  it('needs of a draft no more than what is written in it', async () => {
    const { name, purpose, messages, channels } = serviceCampaign
    const trigger = { signals: [{ type: 'LowBalance', where: { segment: 'not-there' } }] }
    const { status } = await world({ name, purpose, messages, channels, trigger }).preview({
      version: 'draft',
    })
    expect(status).toBe(200)
  })

  it.each([
    ['an unknown version', serviceCampaign, { version: 7 }, 404, 'no-such-version'],
    ['no draft', undefined, { version: 'draft' }, 404, 'no-such-version'],
    ['an unknown customer', serviceCampaign, { version: 'draft', customerId: 'C9' }, 404, 'no-such-customer'],
    ['another variant', serviceCampaign, { version: 'draft', variant: 'b' }, 422, 'no-such-variant'],
    ['another signal', serviceCampaign, { version: 'draft', signal: 'Birthday' }, 422, 'no-such-signal'],
    ['a draft without a trigger', { name: 'X' }, { version: 'draft' }, 422, 'campaign-unreadable'],
  ])('%s is refused', async (_, draft, body, status, code) => {
    expect(await world(draft).preview(body)).toMatchObject({ status, body: { code } })
  })
})

const email = { version: 'draft', channel: 'email', language: 'en' }

describe('a test message', () => {
  it.each([
    ['email', 'en', { to: 'mara@bank.example', subject: '[TEST] Your balance' }],
    ['email', 'zh-CN', { to: 'mara@bank.example', subject: '[测试] 余额提醒' }],
    ['sms', 'en', { to: '+420601234567', text: expect.stringMatching(/^\[TEST\] Example Bank: /) }],
  ])('by %s in %s goes to the caller alone, and is marked', async (channel, language, message) => {
    const { test, sent } = world(serviceCampaign)
    expect(await test({ version: 'draft', channel, language })).toMatchObject({
      status: 200,
      body: { state: 'sent' },
    })
    expect(sent).toMatchObject([message])
  })

  it('is of nobody’s history: no feedback about it finds a message', async () => {
    const { test, sent } = world(serviceCampaign)
    await test(email)
    expect(sent[0]?.key.customerId).toBe('test-send')
    expect(sent[0]).not.toHaveProperty('unsubscribeUrl')
  })

  it('is in the audit table, without the address', async () => {
    const { test, audited } = world(serviceCampaign)
    await test(email)
    expect(audited).toMatchObject([
      { subject: 'campaign#large-deposit', action: 'test-sent', caller: { userId: 'u-mara' } },
    ])
    expect(JSON.stringify(audited[0]?.details)).not.toContain('bank.example')
  })

  it('can be sent five times a minute, and again in the next', async () => {
    const { test, sent, later } = world(serviceCampaign)
    const states: number[] = []
    for (let count = 0; count < 6; count++) states.push((await test(email)).status)
    expect(states).toEqual([200, 200, 200, 200, 200, 429])
    later(60_000)
    expect((await test(email)).status).toBe(200)
    expect(sent).toHaveLength(6)
  })

  it.each([0, 1, 20_400, 59_999])(
    'too many, %i ms into a minute, may be tried again when told, and no sooner',
    async (ms) => {
      const { test, later } = world(serviceCampaign)
      later(ms)
      for (let count = 0; count < 5; count++) await test(email)
      const { status, headers, body } = await test(email)
      expect([status, body.code]).toEqual([429, 'too-many-tests'])
      const seconds = Number(headers.get('retry-after'))
      later((seconds - 1) * 1_000)
      expect((await test(email)).status).toBe(429)
      later(1_000)
      expect((await test(email)).status).toBe(200)
    },
  )

  it.each([
    [
      'an address that is not verified',
      { caller: { groups: ['marketer'] as const } },
      422,
      'no-verified-address',
    ],
    [
      'a purpose that operators have stopped',
      { settings: { operations: { marketing: 'on', service: 'stop' } } as const },
      409,
      'stopped',
    ],
    ['a provider that refuses', { provider: 'address-invalid' as const }, 409, 'provider-refused'],
    ['a provider that is not there', { provider: 'unavailable' as const }, 503, 'unavailable'],
  ])('with %s is refused', async (_, options, status, code) => {
    const { test, sent } = world(serviceCampaign, options)
    expect(await test(email)).toMatchObject({ status, body: { code } })
    expect(sent).toEqual([])
  })

  it('that cannot be rendered is not sent, and takes none of the minute’s five', async () => {
    const draft = changed(serviceCampaign, 'messages.en.email.text', '{{ nothing }}')
    const { test, sent, audited } = world(draft)
    expect(await test(email)).toMatchObject({ status: 422, body: { code: 'cannot-be-rendered' } })
    expect([sent, audited]).toEqual([[], []])
  })

  it('of which the provider says nothing clear is said to be in doubt', async () => {
    const { test } = world(serviceCampaign, { provider: 'in-doubt' })
    expect(await test(email)).toMatchObject({ status: 200, body: { state: 'in-doubt' } })
  })
})
