import { describe, expect, it } from 'vitest'
import type { BankEventNamed } from '#events/registry.ts'
import { createTemplateRenderer } from '#shared/adapters/liquid/template-renderer.ts'
import { signalTypesOf } from '#shared/domain/campaign/campaign.ts'
import { parseProfile } from '#shared/domain/profile/customer-profile.ts'
import { mixCampaigns, mixSettings } from '#test/bench/mix/campaigns.ts'
import { accountIdOf, mixCustomer } from '#test/bench/mix/customers.ts'
import type { Decides } from '#test/bench/usual/function/env.ts'
import { reactToEvent } from '#test/bench/usual/function/react-to-event.ts'
import type { Email } from '#test/bench/usual/function/send-message.ts'
import type {
  DecisionItem,
  ProfileItem,
  QuietDecisionItem,
  Sent,
  Stores,
} from '#test/bench/usual/function/stores.ts'

const NOW = new Date('2026-06-10T10:00:00.000Z')
const { customerId, profile } = mixCustomer(7, { seed: 1, now: NOW })

/** Everything that the function calls, in memory. */
const createWorld = (email: string | null = 'customer-7@example.com', decides: Decides = 'signals') => {
  const profiles = new Map<string, ProfileItem>([[customerId, profile]])
  const decisions = new Map<string, QuietDecisionItem & Partial<DecisionItem>>()
  const sent: Sent[] = []
  const emails: Email[] = []
  const calls: (keyof Stores)[] = []
  const called = <T>(name: keyof Stores, value: T): Promise<T> => {
    calls.push(name)
    return Promise.resolve(value)
  }
  const stores: Stores = {
    profile: (id) => called('profile', profiles.get(id)),
    keepProfile: (item) => called('keepProfile', void profiles.set(item.customerId, item)),
    liveCampaigns: (trigger) =>
      called(
        'liveCampaigns',
        mixCampaigns(40).filter((campaign) => signalTypesOf(campaign).some((type) => type === trigger)),
      ),
    keepDecision: (item) => called('keepDecision', void decisions.set(item.entry, item)),
    contact: () => called('contact', { fullName: 'Customer 7', email: email ?? undefined }),
    keepSent: (_, each) => called('keepSent', void sent.push(each)),
  }
  const counted: string[] = []
  const react = reactToEvent({
    stores,
    settings: mixSettings,
    renderer: createTemplateRenderer(),
    sendEmail: async (email) => `ses-${emails.push(email)}`,
    unsubscribe: {
      baseUrl: 'https://bank.example/u',
      keyring: { current: 'k', keys: new Map([['k', 's'.repeat(32)]]) },
    },
    now: () => NOW,
    decides,
    counters: { count: (name) => void counted.push(name) },
  })
  const balance = () => parseProfile(profiles.get(customerId) ?? {}).balances.get(accountIdOf(7))?.minor
  return { react, profiles, decisions, sent, emails, calls, counted, balance }
}

/** @param amount in minor units, as the balance after it */
const posted = (
  amount: number,
  balanceAfter: number,
  { eventId = 'e1', occurredAt = NOW.toISOString() } = {},
): BankEventNamed<'TransactionPosted'> => ({
  detailType: 'TransactionPosted',
  detail: {
    metadata: { eventId, occurredAt, version: 1 },
    data: {
      customerId,
      accountId: accountIdOf(7),
      transactionId: `T-${eventId}`,
      amount: { minorUnits: amount, currency: 'CZK' },
      balanceAfter: { minorUnits: balanceAfter, currency: 'CZK' },
      kind: 'transfer',
    },
  },
})

describe('the usual design’s work on one event', () => {
  it('reads and writes the profile of a quiet one, and nothing else', async () => {
    const world = createWorld()
    expect(await world.react(posted(-10_000, 2_000_000))).toEqual({ decisions: 0, emails: 0 })
    expect(world.calls).toEqual(['profile', 'keepProfile'])
    expect(world.balance()).toBe(2_000_000)
    expect(world.counted).toEqual(['EventsProcessed'])
  })

  it('asks for campaigns about a quiet one, too, and keeps that there was nothing to say', async () => {
    const world = createWorld(undefined, 'every-event')
    expect(await world.react(posted(-10_000, 2_000_000))).toEqual({ decisions: 1, emails: 0 })
    expect(world.calls).toEqual(['profile', 'liveCampaigns', 'keepProfile', 'keepDecision'])
    expect([...world.decisions.values()]).toEqual([
      {
        customerId,
        entry: `${NOW.toISOString()}#e1`,
        eventId: 'e1',
        decidedAt: NOW.toISOString(),
        messages: [],
        refused: {},
        expiresAt: Date.parse('2027-07-11T10:00:00Z') / 1000,
      },
    ])
  })

  it('writes an email about a large deposit to who wants to hear of it', async () => {
    const world = createWorld()
    expect(await world.react(posted(20_000_000, 25_000_000))).toEqual({ decisions: 1, emails: 1 })
    expect(world.emails).toEqual([
      expect.objectContaining({
        to: 'customer-7@example.com',
        text: expect.stringContaining('Dear Customer 7'),
        unsubscribeUrl: expect.stringMatching(/^https:\/\/bank\.example\/u\/v1\.k\./),
      }),
    ])
    expect([...world.decisions.values()]).toEqual([
      expect.objectContaining({
        customerId,
        eventId: 'e1',
        messages: [{ campaignId: 'mix-large-deposit', campaignVersion: 1, channel: 'email' }],
      }),
    ])
    expect(Object.values([...world.decisions.values()][0]?.refused ?? {}).flat()).not.toContain(
      'mix-large-deposit',
    )
    expect(world.sent).toEqual([
      { campaignId: 'mix-large-deposit', providerMessageId: 'ses-1', at: NOW.toISOString() },
    ])
    expect(parseProfile(world.profiles.get(customerId) ?? {}).recentContacts).toHaveLength(1)
    expect(world.calls).toEqual([
      'profile',
      'liveCampaigns',
      'keepProfile',
      'keepDecision',
      'contact',
      'keepSent',
    ])
  })

  it('puts no unsubscribing into a service message', async () => {
    const world = createWorld()
    await world.react(posted(-300_000, 50_000))
    expect(world.emails).toHaveLength(1)
    expect(world.emails[0]).not.toHaveProperty('unsubscribeUrl')
    expect(parseProfile(world.profiles.get(customerId) ?? {}).single.lowBalance).toBe('2026-06-10')
  })

  it('keeps why nobody speaks, and reads no contact', async () => {
    const world = createWorld()
    expect(await world.react(posted(-5_000_000, 2_000_000))).toEqual({ decisions: 1, emails: 0 })
    const [decision] = world.decisions.values()
    expect(decision).toMatchObject({ signal: { type: 'LargeWithdrawal' }, messages: [] })
    expect(decision?.refused.audience).toContain('mix-large-withdrawal')
    expect(world.calls).not.toContain('contact')
  })

  it('counts no email to who has no address any more', async () => {
    const world = createWorld(null)
    expect(await world.react(posted(20_000_000, 25_000_000))).toEqual({ decisions: 1, emails: 0 })
    expect(world.sent).toEqual([])
  })

  it('does not let an older fact overwrite a newer one', async () => {
    const world = createWorld()
    await world.react(posted(-10_000, 2_000_000))
    const older = { eventId: 'e0', occurredAt: '2026-06-10T09:00:00.000Z' }
    await world.react(posted(-10_000, 2_010_000, older))
    expect(world.balance()).toBe(2_000_000)
  })

  it('takes a customer of whom nothing is known', async () => {
    const world = createWorld()
    world.profiles.clear()
    await world.react(posted(-10_000, 2_000_000))
    expect(world.balance()).toBe(2_000_000)
  })
})
