import { describe, expect, it } from 'vitest'
import { ProviderError } from '#shared/domain/delivery/provider-error.ts'
import { PermanentError, RetryableError } from '#shared/domain/errors.ts'
import { messageStateSchema } from '#shared/domain/message/lifecycle.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { aDelivery } from '#test/unit/functions/deliver-message/delivery.ts'

describe('a message that may go out', () => {
  it('is rendered, sent by email and recorded with each step', async () => {
    const delivery = aDelivery()
    await delivery.receive()
    expect(delivery.email.taken).toEqual([
      {
        channel: 'email',
        key: { customerId: 'C1', entry: delivery.message.entry },
        purpose: 'service',
        to: 'jana@mail.example',
        locale: 'en',
        subject: 'Hello Jana',
        text: 'Dear Jana Nováková, CZK\u00a0430.00',
        html: '<p>Jana Nováková</p>',
      },
    ])
    const stored = delivery.stored()
    expect(stored).toMatchObject({ state: 'sent', attempts: 1, providerMessageId: 'provider-1' })
    expect(stored.history.map(({ state }) => state)).toEqual(['queued', 'sending', 'sent'])
    expect(delivery.counts).toEqual({ MessagesSent: 1 })
  })

  it('goes by SMS to the phone, with the time it stays true', async () => {
    const delivery = aDelivery({ message: { channel: 'sms' } })
    await delivery.receive()
    expect(delivery.sms.taken).toMatchObject([
      { channel: 'sms', to: '+420600000001', timeToLive: 24 * 3600 - 5 },
    ])
    expect(delivery.email.taken).toEqual([])
  })

  it('goes into the inbox in the customer’s language without anybody reading who that is', async () => {
    const delivery = aDelivery({ message: { channel: 'inapp' }, locale: 'cs' })
    await delivery.receive()
    const stored = delivery.stored()
    expect(stored.state).toBe('delivered')
    expect(stored.history.map(({ state }) => state)).toEqual(['queued', 'sending', 'sent', 'delivered'])
    expect(stored.inbox).toMatchObject({ title: 'Nízký', locale: 'cs-CZ' })
    expect(delivery.contacts.reads).toEqual([])
    expect(delivery.counts).toEqual({ MessagesSent: 1 })
  })

  it.each([
    ['whose language is unknown', undefined],
    ['whose language the campaign is not written in', 'hu'],
  ])('speaks the bank’s language to a customer %s', async (_, locale) => {
    const message = { channel: 'inapp' } as const
    const delivery = aDelivery({ message, bankLocale: 'cs-CZ', ...(locale ? { locale } : {}) })
    await delivery.receive()
    expect(delivery.stored().inbox).toMatchObject({ locale: 'cs-CZ' })
  })

  it.each([
    ['America/New_York', 'March 9, 2026'],
    [undefined, 'March 10, 2026'],
  ])('is written for the zone of its reader: %s', async (timeZone, expected) => {
    const data = { at: '2026-03-10T01:00:00.000Z' }
    const { signal } = aMessage()
    const messages = { en: { sms: { text: '{{ signal.at | date }}' } } }
    const message = { channel: 'sms', signal: { ...signal, data } } as const
    const delivery = aDelivery({ message, campaign: { messages }, ...(timeZone ? { timeZone } : {}) })
    await delivery.receive()
    expect(delivery.sms.taken).toMatchObject([{ text: expected }])
  })

  it('is not to be unsubscribed from as a service message', async () => {
    const delivery = aDelivery({ unsubscribeUrl: 'https://bank.example/u' })
    await delivery.receive()
    expect(delivery.email.taken[0]).not.toHaveProperty('unsubscribeUrl')
  })

  it('is rendered from the version it was decided with', async () => {
    const delivery = aDelivery()
    const messages = { en: { email: { subject: 'New', text: 'New' } } }
    delivery.campaigns.put(aCampaign({ version: 2, messages }))
    await delivery.receive()
    expect(delivery.email.taken).toMatchObject([{ subject: 'Hello Jana' }])
  })

  it.each([
    ['the variant it was decided for', 'b', 'Good day Jana'],
    ['the campaign’s own words where its variant changes nothing', 'a', 'Hello Jana'],
    ['the campaign’s own words where nobody knows its variant', 'gone', 'Hello Jana'],
    ['the campaign’s own words where it has no variant', undefined, 'Hello Jana'],
  ])('speaks %s', async (_, variant, subject) => {
    const messages = { en: { email: { subject: 'Good day {{ customer.firstName }}', text: 'Text' } } }
    const variants = [
      { id: 'a', weight: 1, messages: {} },
      { id: 'b', weight: 1, messages },
    ]
    const message = variant === undefined ? {} : { variant }
    const delivery = aDelivery({ campaign: { variants }, message })
    await delivery.receive()
    expect(delivery.email.taken).toMatchObject([{ subject }])
  })

  it.each([
    ['the customer complained about marketing', [['email', 'complained']]],
    ['the customer unsubscribed from marketing', [['email', 'unsubscribed']]],
    ['another channel has bounced', [['sms', 'bounced']]],
  ] as const)('is sent where it is service and %s', async (_, suppressions) => {
    const delivery = aDelivery({ suppressions })
    await delivery.receive()
    expect(delivery.stored().state).toBe('sent')
  })

  it('is sent once, however often it is handed out', async () => {
    const delivery = aDelivery()
    await delivery.receive()
    await delivery.receive(2)
    await delivery.receive(3)
    expect(delivery.email.taken).toHaveLength(1)
  })

  it('is sent once by two runs at the same time', async () => {
    const delivery = aDelivery()
    await Promise.all([delivery.receive(), delivery.receive()])
    expect(delivery.email.taken).toHaveLength(1)
    expect(delivery.stored().state).toBe('sent')
  })

  it('stands where faster feedback has put it', async () => {
    const delivery = aDelivery()
    delivery.email.next(async () => {
      await delivery.journal.transition(delivery.message, { to: 'delivered', at: new Date() })
    })
    await delivery.receive()
    expect(delivery.stored().state).toBe('delivered')
  })
})

describe('a message that must not go out any more', () => {
  const marketing = { message: { purpose: 'marketing' } } as const
  const consentedMarketing = {
    ...marketing,
    consents: [['marketing', 'email', true]],
    unsubscribeUrl: 'https://bank.example/u',
  } as const
  it.each([
    ['its time is over', { now: '2026-03-11T09:00:00.000Z' }, 'expired', 'expired'],
    ['its campaign has ended', { campaign: { status: 'ended' } }, 'cancelled', 'campaign-not-live'],
    [
      'its campaign’s validity is over',
      { campaign: { validUntil: '2026-03-10T09:00:05Z' } },
      'cancelled',
      'campaign-not-live',
    ],
    ['the channel was opted out', { consents: [['service', 'email', false]] }, 'cancelled', 'no-consent'],
    ['marketing has no consent', marketing, 'cancelled', 'no-consent'],
    [
      'its customer has complained meanwhile, and it is marketing',
      { ...consentedMarketing, suppressions: [['email', 'complained']] },
      'cancelled',
      'suppressed',
    ],
    [
      'its customer has unsubscribed meanwhile, and it is marketing',
      { ...consentedMarketing, suppressions: [['email', 'unsubscribed']] },
      'cancelled',
      'suppressed',
    ],
    [
      'its address has bounced meanwhile',
      { suppressions: [['email', 'bounced']] },
      'cancelled',
      'suppressed',
    ],
    ['the address is gone', { contact: { fullName: 'Jana' } }, 'failed', 'unreachable'],
    [
      'the phone is gone',
      { contact: { fullName: 'J', email: 'j@x.example' }, message: { channel: 'sms' } },
      'failed',
      'unreachable',
    ],
    [
      'it is marketing that nobody could unsubscribe from',
      { ...marketing, consents: [['marketing', 'email', true]] },
      'failed',
      'no-unsubscribe-url',
    ],
    [
      'its template is wrong',
      { campaign: { messages: { en: { email: { subject: '{{ nobody.knows }}', text: 'x' } } } } },
      'failed',
      'template-error',
    ],
    [
      'its template asks for a name in the inbox',
      {
        message: { channel: 'inapp' },
        campaign: { messages: { en: { inapp: { title: 'x', text: '{{ customer.name }}' } } } },
      },
      'failed',
      'template-error',
    ],
    [
      'it was not written for its channel',
      { campaign: { messages: { en: {} } } },
      'failed',
      'template-missing',
    ],
    ['its version is nowhere', { message: { campaignVersion: 7 } }, 'failed', 'campaign-version-missing'],
  ] as const)('ends when %s', async (_, options, state, reason) => {
    const delivery = aDelivery(options as Parameters<typeof aDelivery>[0])
    await delivery.receive()
    expect(delivery.stored()).toMatchObject({ state, reason, attempts: 0 })
    expect(delivery.email.taken).toEqual([])
    expect(delivery.sms.taken).toEqual([])
    const metric = { expired: 'MessagesExpired', cancelled: 'MessagesCancelled', failed: 'MessagesFailed' }
    expect(delivery.counts).toEqual({ [metric[state]]: 1 })
  })

  it('ends and is counted once, by two runs at the same time', async () => {
    const delivery = aDelivery({ now: '2026-03-12T09:00:00.000Z' })
    await Promise.all([delivery.receive(), delivery.receive()])
    expect(delivery.counts).toEqual({ MessagesExpired: 1 })
  })

  it('ends when its campaign is withdrawn', async () => {
    const delivery = aDelivery()
    delivery.campaigns.withdraw('low-balance')
    await delivery.receive()
    expect(delivery.stored()).toMatchObject({ state: 'cancelled', reason: 'campaign-not-live' })
  })

  it.each(messageStateSchema.options.filter((state) => !['queued', 'held', 'sending'].includes(state)))(
    'is left as it is when it is %s',
    async (state) => {
      const delivery = aDelivery({ message: { state } })
      const before = delivery.stored()
      await delivery.receive()
      expect(delivery.stored()).toEqual(before)
      expect(delivery.email.taken).toEqual([])
    },
  )
})

describe('marketing with consent', () => {
  it('shows where one unsubscribes, in the text and as a link', async () => {
    const email = {
      subject: 'S',
      text: 'Unsubscribe: {{ unsubscribe.url }}',
      html: '<a href="{{ unsubscribe.url }}">Unsubscribe</a>',
    }
    const delivery = aDelivery({
      message: { purpose: 'marketing' },
      campaign: { messages: { en: { email } } },
      consents: [['marketing', 'email', true]],
      unsubscribeUrl: 'https://bank.example/u?c=1&s=2',
    })
    await delivery.receive()
    expect(delivery.email.taken).toMatchObject([
      {
        text: 'Unsubscribe: https://bank.example/u?c=1&s=2',
        html: '<a href="https://bank.example/u?c=1&amp;s=2">Unsubscribe</a>',
      },
    ])
  })

  it('carries where to unsubscribe', async () => {
    const delivery = aDelivery({
      message: { purpose: 'marketing' },
      consents: [['marketing', 'email', true]],
      unsubscribeUrl: 'https://bank.example/u',
    })
    await delivery.receive()
    expect(delivery.email.taken).toMatchObject([{ unsubscribeUrl: 'https://bank.example/u' }])
  })
})

describe('a queue record that names no message', () => {
  it.each([
    ['no JSON', '{', 'unreadable-body'],
    ['no key', '{"customerId":"C1"}', 'unreadable-body'],
    ['an unknown key', '{"customerId":"C1","entry":"x"}', 'unknown-message'],
  ])('goes back and so into the dead-letter queue: %s', async (_, body, reason) => {
    await expect(aDelivery().receiveBody(body)).rejects.toEqual(new PermanentError(reason))
  })
})

describe('a message in doubt', () => {
  const inDoubt = async (options: Parameters<typeof aDelivery>[0] = {}) => {
    const delivery = aDelivery({ unsubscribeUrl: 'https://bank.example/u', ...options })
    delivery.email.next(() => {
      throw new ProviderError('in-doubt')
    })
    await expect(delivery.receive()).rejects.toEqual(new RetryableError('in-doubt'))
    return delivery
  }
  const marketing = {
    message: { purpose: 'marketing' },
    consents: [['marketing', 'email', true]],
  } as const

  it('stays in sending and is counted', async () => {
    const delivery = await inDoubt()
    expect(delivery.stored()).toMatchObject({ state: 'sending', attempts: 1 })
    expect(delivery.counts).toEqual({ MessagesInDoubt: 1 })
  })

  it('is the business of the queue record whose run may still be at work', async () => {
    const delivery = aDelivery()
    // However often the other one was handed out: a redelivered duplicate must not overtake it.
    delivery.email.next(async () => delivery.receive(4, 'record-2'))
    await delivery.receive(1)
    expect(delivery.email.taken).toHaveLength(1)
    expect(delivery.stored()).toMatchObject({ state: 'sent', attempts: 1 })
  })

  it('is everybody’s business after a while, as when it was put back from the dead-letter queue', async () => {
    const claim = { by: 'record-0', at: '2026-03-10T08:00:00.000Z' }
    const delivery = aDelivery({ message: { state: 'sending', attempts: 1, claim } })
    await expect(delivery.receive(1)).rejects.toEqual(new RetryableError('in-doubt'))
    await delivery.receive(3)
    expect(delivery.stored().state).toBe('sent')
  })

  it('waits for feedback first', async () => {
    const delivery = await inDoubt()
    await expect(delivery.receive(2)).rejects.toEqual(new RetryableError('in-doubt'))
    expect(delivery.email.taken).toEqual([])
    expect(delivery.stored().state).toBe('sending')
  })

  it('is done when feedback has settled it', async () => {
    const delivery = await inDoubt()
    await delivery.journal.transition(delivery.message, { to: 'sent', at: new Date() })
    await delivery.receive(3)
    expect(delivery.email.taken).toEqual([])
  })

  it('is sent once more as a service message, and says so', async () => {
    const delivery = await inDoubt()
    await delivery.receive(3)
    expect(delivery.email.taken).toHaveLength(1)
    expect(delivery.stored()).toMatchObject({ state: 'sent', attempts: 2 })
    expect(delivery.stored().history.map(({ note }) => note)).toContain('resent-in-doubt')
  })

  it('is sent once more by only one of two runs', async () => {
    const delivery = await inDoubt()
    await Promise.all([delivery.receive(3), delivery.receive(3)])
    expect(delivery.email.taken).toHaveLength(1)
    expect(delivery.stored().attempts).toBe(2)
  })

  it('is given up after the second time', async () => {
    const delivery = await inDoubt()
    delivery.email.next(() => {
      throw new ProviderError('in-doubt')
    })
    await expect(delivery.receive(3)).rejects.toEqual(new RetryableError('in-doubt'))
    await delivery.receive(4)
    expect(delivery.stored()).toMatchObject({ state: 'failed', reason: 'in-doubt', attempts: 2 })
    expect(delivery.email.taken).toEqual([])
  })

  it('is not sent again as marketing', async () => {
    const delivery = await inDoubt(marketing)
    await delivery.receive(3)
    expect(delivery.stored()).toMatchObject({ state: 'failed', reason: 'in-doubt', attempts: 1 })
    expect(delivery.email.taken).toEqual([])
  })

  it('is not sent again when its campaign was paused meanwhile', async () => {
    const delivery = await inDoubt()
    delivery.campaigns.put(aCampaign({ status: 'paused' }))
    await delivery.receive(3)
    expect(delivery.stored()).toMatchObject({ state: 'failed', reason: 'in-doubt' })
    expect(delivery.email.taken).toEqual([])
  })

  it('is one whose acceptance could not be written down', async () => {
    const delivery = aDelivery()
    delivery.journal.failOnce('sent', new Error('table out of reach'))
    await expect(delivery.receive()).rejects.toThrow('table out of reach')
    expect(delivery.stored().state).toBe('sending')
    await expect(delivery.receive(2)).rejects.toEqual(new RetryableError('in-doubt'))
    expect(delivery.email.taken).toHaveLength(1)
  })

  it('is one whose provider failed in a way nobody foresaw', async () => {
    const delivery = aDelivery()
    delivery.email.next(() => {
      throw new TypeError('surprise')
    })
    await expect(delivery.receive()).rejects.toThrow(TypeError)
    expect(delivery.stored().state).toBe('sending')
    expect(delivery.counts).toEqual({ MessagesInDoubt: 1 })
  })
})
