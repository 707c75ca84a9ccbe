import { describe, expect, it } from 'vitest'
import { parseBankEvent } from '#events/registry.ts'
import { campaignSchema } from '#shared/domain/campaign/campaign.ts'
import { campaignIndex } from '#shared/domain/campaign/compile.ts'
import { decide } from '#shared/domain/decision/decide.ts'
import { decisionRecord } from '#shared/domain/decision/decision-record.ts'
import { parseProfile } from '#shared/domain/profile/customer-profile.ts'
import { settingsSchema } from '#shared/domain/settings.ts'
import { transactionSignals } from '#shared/domain/signals/transaction-signals.ts'
import { mixCampaigns, mixSettings } from '#test/bench/mix/campaigns.ts'
import { mixCustomer, mixCustomers } from '#test/bench/mix/customers.ts'
import { type MixEventOptions, mixEvents } from '#test/bench/mix/events.ts'
import { mixCounts, mixKind, QUIET_ONLY } from '#test/bench/mix/kinds.ts'
import { itemBytes } from '#test/support/item-bytes.ts'

const now = new Date('2026-11-22T22:00:00Z')
const seed = 5
const CUSTOMERS = 400

const eventsOf = (changes: Partial<MixEventOptions> = {}) => [
  ...mixEvents({ seed, customers: CUSTOMERS, run: 'r', start: now, from: 0, to: 600, ...changes }),
]

const profiles = new Map(
  [...mixCustomers(0, CUSTOMERS, { seed, now })].map(({ profile }) => [
    profile.customerId,
    parseProfile(profile),
  ]),
)

/** What the engine makes of events on their customers' profiles: by event, the results of its decisions. */
const played = (campaigns: number, events: ReturnType<typeof eventsOf>) => {
  const index = campaignIndex(mixCampaigns(campaigns))
  return events.map(({ detail }) => {
    const profile = profiles.get(detail.data.customerId)
    if (!profile) throw new Error('nobody')
    const account = profile.accounts.get(detail.data.accountId)
    const signals = transactionSignals(detail, account, mixSettings, () => profile.months)
    return signals.map((signal) => {
      const decision = decide({ signal, profile, settings: mixSettings, now }, index)
      const { messages, tasks } = decisionRecord(decision, detail.metadata.eventId)
      expect(tasks).toHaveLength(0)
      return messages.map(({ channel, state }) => `${channel} ${state}`)
    })
  })
}

describe('the events', () => {
  it.each([10, 100, 1_000])('lead to exactly what was planned, with %i campaigns', (campaigns) => {
    const results = played(campaigns, eventsOf())
    results.forEach((signals, number) => {
      const kind = mixKind(number)
      if (kind === 'quiet') expect(signals).toEqual([])
      if (kind === 'refused') expect(signals).toEqual([[]])
      if (kind === 'message') expect(signals).toEqual([['email queued']])
    })
  })

  it('have three signals and one message in any hundred in a row', () => {
    for (let from = 0; from < 150; from++)
      expect(mixCounts(from, from + 100)).toEqual({ quiet: 97, refused: 2, message: 1 })
    expect(mixCounts(0, 1_000, { signals: 7, messages: 7 })).toEqual({ quiet: 930, refused: 0, message: 70 })
  })

  it('can all be quiet', () => {
    expect(played(100, eventsOf({ shares: QUIET_ONLY })).flat()).toEqual([])
  })

  it('are valid, and the same whichever part is asked for', () => {
    const all = eventsOf()
    for (const { detailType, detail } of all)
      expect(parseBankEvent(detailType, JSON.parse(JSON.stringify(detail))).ok).toBe(true)
    expect(eventsOf({ from: 250, to: 300 })).toEqual(all.slice(250, 300))
    expect(eventsOf({ seed: 6 })).not.toEqual(all)
  })

  it('have ids of their own, and other runs others', () => {
    const ids = (run: string) => eventsOf({ run }).map(({ detail }) => detail.metadata.eventId)
    expect(new Set([...ids('one'), ...ids('two')]).size).toBe(1_200)
  })

  it('speak of every customer once before any twice, or of anybody', () => {
    const customersOf = (order: 'spread' | 'uniform') =>
      eventsOf({ order, to: CUSTOMERS }).map(({ detail }) => detail.data.customerId)
    expect(new Set(customersOf('spread')).size).toBe(CUSTOMERS)
    const drawn = new Set(customersOf('uniform')).size
    expect(drawn).toBeGreaterThan(CUSTOMERS / 2)
    expect(drawn).toBeLessThan(CUSTOMERS * 0.75)
  })
})

describe('the customers', () => {
  it('have profiles that leave room in their kilobyte', () => {
    const sizes = [...mixCustomers(0, CUSTOMERS, { seed, now })].map(({ profile }) => itemBytes(profile))
    expect(Math.max(...sizes)).toBeLessThan(950)
    expect(Math.min(...sizes)).toBeGreaterThan(500)
  })

  it('do not depend on one another', () => {
    const [, second] = [...mixCustomers(0, 2, { seed, now })]
    expect(mixCustomer(1, { seed, now })).toEqual(second)
    expect(mixCustomer(1, { seed: 6, now })).not.toEqual(second)
  })
})

describe('the campaigns', () => {
  it('are as many as were asked for, all valid, each with an id of its own', () => {
    const campaigns = mixCampaigns(1_000)
    expect(campaigns).toHaveLength(1_000)
    expect(new Set(campaigns.map(({ id }) => id)).size).toBe(1_000)
    for (const campaign of campaigns) expect(campaignSchema.safeParse(campaign).success).toBe(true)
    expect(settingsSchema.safeParse(mixSettings).success).toBe(true)
  })
})
