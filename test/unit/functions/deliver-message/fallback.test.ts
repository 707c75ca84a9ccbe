import { describe, expect, it } from 'vitest'
import { ProviderError } from '#shared/domain/delivery/provider-error.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { aContact } from '#test/support/builders/subjects.ts'
import { aDelivery, type DeliveryOptions } from '#test/unit/functions/deliver-message/delivery.ts'

const open = { fallbacks: ['sms', 'inapp'] } satisfies Partial<MessageEntry>

const refusing = (kind: ConstructorParameters<typeof ProviderError>[0], options: DeliveryOptions = {}) => {
  const delivery = aDelivery({ ...options, message: { ...open, ...options.message } })
  delivery.email.next(() => {
    throw new ProviderError(kind)
  })
  return delivery
}

const statesOf = ({ journal }: ReturnType<typeof aDelivery>) =>
  journal.all().map(({ channel, state, reason }) => [channel, state, reason])

describe('a channel that cannot carry a message', () => {
  it('gives it to the next one: there is no such address', async () => {
    const delivery = refusing('address-invalid')
    await delivery.receive()
    expect(statesOf(delivery)).toEqual([
      ['email', 'failed', 'address-invalid'],
      ['sms', 'held', undefined],
    ])
    expect(delivery.counts).toMatchObject({ MessagesFailed: 1, MessagesFellBack: 1 })
    await delivery.receive(2)
    expect(statesOf(delivery)).toHaveLength(2)
  })

  it('gives it to the next one: the customer has none', async () => {
    const delivery = aDelivery({ message: open, contact: { fullName: 'Jana', phone: '+420600000001' } })
    await delivery.receive()
    expect(statesOf(delivery)).toEqual([
      ['email', 'failed', 'unreachable'],
      ['sms', 'held', undefined],
    ])
  })

  it('gives it to the next one: the provider will not be back in time', async () => {
    const delivery = refusing('unavailable', { message: { validUntil: '2026-03-10T09:00:08.000Z' } })
    await delivery.receive()
    expect(statesOf(delivery)).toEqual([
      ['email', 'failed', 'provider-unavailable'],
      ['sms', 'held', undefined],
    ])
  })

  it.each([
    ['service', ['email', 'failed', 'provider-unavailable'], 2],
    ['marketing', ['email', 'held', undefined], 1],
  ] as const)(
    'gives a %s message to the next one once it has waited for half an hour',
    async (purpose, end, messages) => {
      const history = [{ state: 'held' as const, at: '2026-03-10T08:20:00.000Z', note: 'unavailable' }]
      const delivery = refusing('unavailable', {
        message: { purpose, history },
        consents: [['marketing', 'email', true]],
        unsubscribeUrl: 'https://u.example/u/T',
      })
      await delivery.receive()
      expect(statesOf(delivery)).toHaveLength(messages)
      expect(statesOf(delivery)[0]).toEqual(end)
    },
  )

  it.each(['content-rejected', 'refused'] as const)(
    'does not where the message itself is refused: %s',
    async (kind) => {
      const delivery = refusing(kind)
      await delivery.receive()
      expect(statesOf(delivery)).toHaveLength(1)
    },
  )

  it('does not where it may have taken the message', async () => {
    const delivery = refusing('in-doubt')
    await expect(delivery.receive()).rejects.toThrow()
    expect(statesOf(delivery)).toEqual([['email', 'sending', undefined]])
    // Sent a second time, it is refused: the first may have arrived.
    delivery.email.next(() => {
      throw new ProviderError('address-invalid')
    })
    await delivery.receive(3)
    expect(statesOf(delivery)).toEqual([['email', 'failed', 'address-invalid']])
  })

  it('does not while another run is calling it', async () => {
    const contacts = { fullName: 'Jana', phone: '+420600000001' }
    const delivery = aDelivery({ message: open, contact: contacts })
    const { transition } = delivery.journal
    // The other run, which still found an address, claims the message between our look and our write.
    delivery.journal.transition = async (key, wanted) => {
      delivery.journal.transition = transition
      const claim = { by: 'record-2', at: '2026-03-10T09:00:05.000Z' }
      await transition(key, { to: 'sending', at: new Date('2026-03-10T09:00:05.000Z'), claim })
      return transition(key, wanted)
    }
    await delivery.receive()
    expect(statesOf(delivery)).toEqual([['email', 'sending', undefined]])
  })
})

/** The SMS that took an email's place. */
const instead = (options: DeliveryOptions = {}) =>
  aDelivery({
    consents: [['marketing', 'sms', true]],
    ...options,
    message: {
      entry: `${aMessage().entry}#sms`,
      channel: 'sms',
      purpose: 'marketing',
      fallbackFrom: 'email',
      state: 'held',
      heldUntil: '2026-03-10T09:00:04.000Z',
      history: [{ state: 'held', at: '2026-03-10T09:00:04.000Z', note: 'fallback' }],
      ...options.message,
    },
  })

const contactsOf = async ({ profiles }: ReturnType<typeof aDelivery>) =>
  (await profiles.profile('C1')).recentContacts

describe('a message that takes another one’s place', () => {
  it('is asked everything that any message is', async () => {
    const delivery = instead({ consents: [] })
    await delivery.receive()
    expect(delivery.stored()).toMatchObject({ state: 'cancelled', reason: 'no-consent' })
    expect(await contactsOf(delivery)).toEqual([])
  })

  it('waits for the customer’s morning', async () => {
    const delivery = instead({
      timeZone: 'Europe/Prague',
      now: '2026-03-10T21:00:00.000Z',
      message: { validUntil: '2026-03-12T09:00:00.000Z' },
    })
    await delivery.receive()
    expect(delivery.stored()).toMatchObject({ state: 'held' })
    expect(delivery.stored().heldUntil).toMatch(/^2026-03-11T07:[0-2]\d/)
    expect(await contactsOf(delivery)).toEqual([])
  })

  it('counts under the cap of its own channel, once, however often it is delivered', async () => {
    const delivery = instead()
    delivery.sms.next(() => {
      throw new ProviderError('throttled')
    })
    await delivery.receive()
    expect(delivery.stored().state).toBe('held')
    expect(await contactsOf(delivery)).toMatchObject([{ purpose: 'marketing', channel: 'sms' }])
    delivery.journal.put({ ...delivery.stored(), state: 'queued' })
    await delivery.receive(2)
    expect(delivery.stored().state).toBe('sent')
    expect(await contactsOf(delivery)).toHaveLength(1)
  })

  it('is refused by a full cap, and goes no further', async () => {
    const recentContacts = [aContact('2026-03-10T08:00:00Z', { channel: 'sms' })]
    const delivery = instead({ profile: { recentContacts }, message: { fallbacks: ['inapp'] } })
    await delivery.receive()
    expect(statesOf(delivery)).toEqual([['sms', 'cancelled', 'capped']])
    expect(delivery.sms.taken).toEqual([])
  })

  it('looks again where another message was decided at the same time', async () => {
    const delivery = instead()
    const { replace } = delivery.profiles.recentContacts
    const first = await delivery.profiles.profile('C1')
    delivery.profiles.recentContacts.replace = async (customerId, change) => {
      delivery.profiles.recentContacts.replace = replace
      delivery.profiles.put({
        ...first,
        recentContacts: [aContact('2026-03-10T09:00:04Z', { channel: 'sms' })],
      })
      return replace(customerId, change)
    }
    await delivery.receive()
    expect(delivery.stored()).toMatchObject({ state: 'cancelled', reason: 'capped' })
    expect(await contactsOf(delivery)).toHaveLength(1)
  })

  it('comes back where the contacts never stand still', async () => {
    const delivery = instead()
    delivery.profiles.recentContacts.replace = async () => false
    await expect(delivery.receive()).rejects.toThrow('conflict')
    expect(delivery.sms.taken).toEqual([])
  })

  it('goes on to the next channel where its own cannot carry it either', async () => {
    const delivery = instead({ message: { fallbacks: ['inapp'] }, contact: { fullName: 'Jana' } })
    await delivery.receive()
    expect(statesOf(delivery)).toEqual([
      ['sms', 'failed', 'unreachable'],
      ['inapp', 'held', undefined],
    ])
  })

  it('of service without a cap is counted nowhere', async () => {
    const delivery = instead({ message: { purpose: 'service' } })
    await delivery.receive()
    expect(delivery.stored().state).toBe('sent')
    expect(await contactsOf(delivery)).toEqual([])
  })
})
