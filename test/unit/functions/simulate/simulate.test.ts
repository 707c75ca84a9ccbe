import { describe, expect, it } from 'vitest'
import type { PublishedEntry } from '#functions/simulate/entries.ts'
import { type SimulationInput, simulate } from '#functions/simulate/simulate.ts'
import { createTemplateRenderer } from '#shared/adapters/liquid/template-renderer.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { defaultPriceSheet } from '#shared/domain/simulation/price-sheet.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { recorded, recordedStream } from '#test/support/recorded-stream.ts'

const NOW = new Date('2026-04-01T00:00:00Z')
const { known, happening } = recordedStream({ customers: 40, transactionsPerCustomer: 5, seed: 3 })
const entries = [...known, ...happening]

const aboutDeposits = (changes: Partial<Campaign>): Campaign =>
  aCampaign({
    trigger: { signals: [{ type: 'LargeDeposit' }] },
    channels: ['inapp'],
    expiresAfterHours: 48,
    messages: { en: { inapp: { title: 'Deposit', text: 'Thank you' } } },
    ...changes,
  })

const play = (input: Partial<SimulationInput> = {}) =>
  simulate({
    entries,
    live: [],
    drafts: [],
    settings: defaultSettings,
    prices: defaultPriceSheet,
    renderer: createTemplateRenderer(),
    now: NOW,
    ...input,
  })

const live = aboutDeposits({ id: 'live-one', topic: 'deposits' })
const better = aboutDeposits({ id: 'better-draft', topic: 'deposits', priority: 5 })
const worse = aboutDeposits({ id: 'worse-draft', topic: 'deposits', priority: -5 })

const reportOf = async (campaign: string, input: Partial<SimulationInput>) => {
  const { report } = await play(input)
  return report.campaigns.find((each) => each.campaign === campaign)
}

describe('a simulation', () => {
  it('gives the same report byte by byte, however late it is run', async () => {
    const input = { live: [live], drafts: [better] }
    const first = await play(input)
    const second = await play({ ...input, now: new Date('2027-04-01T00:00:00Z') })
    expect(JSON.stringify(second)).toBe(JSON.stringify(first))
  })

  it('needs no list: entries may come one by one', async () => {
    async function* one() {
      yield* entries
    }
    expect(await play({ live: [live], entries: one() })).toEqual(await play({ live: [live] }))
  })

  it('tells which draft outranks which live campaign, and what that changes', async () => {
    const { report } = await play({ live: [live], drafts: [better] })
    const without = report.change?.without.messages ?? 0
    expect(without).toBeGreaterThan(5)
    expect(report.conflicts).toEqual([
      { kind: 'outranks', by: 'better-draft@1', of: 'live-one@1', times: without },
    ])
    expect(report.change?.campaigns).toEqual([
      { campaign: 'better-draft@1', without: 0, with: without },
      { campaign: 'live-one@1', without, with: 0 },
    ])
  })

  it('tells where a live campaign outranks the draft', async () => {
    const { report } = await play({ live: [live], drafts: [worse] })
    expect(report.conflicts).toEqual([
      { kind: 'outranks', by: 'live-one@1', of: 'worse-draft@1', times: report.totals.messages },
    ])
    expect(report.change?.without.messages).toBe(report.totals.messages)
  })

  it('tells whose message took the place under a cap', async () => {
    const marketing = (id: string, type: 'LargeDeposit' | 'LargeWithdrawal'): Campaign =>
      aboutDeposits({ id, purpose: 'marketing', trigger: { signals: [{ type }] } })
    const consents = Array.from({ length: 40 }, (_, i) =>
      recorded('CustomerProfileChanged', `M-${i}`, '2026-02-25', {
        customerId: `C${i}`,
        consents: [
          {
            purpose: 'marketing',
            channel: 'inapp',
            granted: true,
            at: '2026-02-25T00:00:00Z',
            proof: 'form',
          },
        ],
      }),
    )
    const { report } = await play({
      entries: [...known, ...consents, ...happening],
      live: [marketing('of-withdrawals', 'LargeWithdrawal')],
      drafts: [marketing('of-deposits', 'LargeDeposit')],
    })
    const taken = report.conflicts.filter(({ kind }) => kind === 'takes-place')
    expect(taken.map(({ by, of }) => `${by} ${of}`).sort()).toEqual([
      'of-deposits@1 of-withdrawals@1',
      'of-withdrawals@1 of-deposits@1',
    ])
    // Nobody is told that a campaign stands in its own way.
    expect(report.conflicts.every(({ by, of }) => by !== of)).toBe(true)
    const lost = report.change?.campaigns.find(({ campaign }) => campaign === 'of-withdrawals@1')
    expect(lost && lost.with < lost.without).toBe(true)
    // Decided at midnight in Prague, and held until the morning of whoever gets it.
    const night = report.totals.hours.flatMap((count, hour) =>
      count > 0 && (hour < 8 || hour >= 21) ? [hour] : [],
    )
    expect(night).toEqual([])
  })

  it('counts every candidate once: what fell and what went out are what was considered', async () => {
    const inTrouble = aboutDeposits({
      id: 'held-out',
      holdout: 0.3,
      audience: { field: 'customer.language', op: 'eq', value: 'en' },
    })
    const campaign = await reportOf('held-out@1', { live: [inTrouble] })
    const fell = campaign?.funnel.reduce((sum, step) => sum + step.fell, 0) ?? 0
    expect(fell).toBeGreaterThan(0)
    expect(campaign?.considered).toBe(fell + (campaign?.states.sent ?? 0))
    expect(campaign?.funnel.at(-1)?.left).toBe(campaign?.states.sent)
    expect(campaign?.funnel.map(({ step }) => step)).toEqual(['holdout', 'consent', 'audience'])
  })

  it('plays the same customers for the same share, and those of a smaller share in a larger one', async () => {
    const customersOf = async (share: number) =>
      new Set((await play({ live: [live], share })).messages.map(({ customerId }) => customerId))
    const [some, again, more, all] = [
      await customersOf(0.3),
      await customersOf(0.3),
      await customersOf(0.6),
      await customersOf(1),
    ]
    expect(again).toEqual(some)
    expect(some.size).toBeGreaterThan(0)
    expect([...some].every((id) => more.has(id)) && [...more].every((id) => all.has(id))).toBe(true)
    expect(more.size).toBeLessThan(all.size)
  })

  it('plays a draft of a live campaign in its place, whatever its own dates', async () => {
    const next = { ...live, version: 2, validFrom: '2030-01-01T00:00:00Z' }
    const { report } = await play({ live: [live], drafts: [next] })
    expect(report.campaigns.map(({ campaign, role }) => `${campaign} ${role}`)).toEqual(['live-one@2 draft'])
    expect(report.totals.messages).toBe(report.change?.without.messages)
    expect(report.approximations).toContain('drafts-without-dates')
  })

  it('launches what a schedule says, for everybody who is known by then', async () => {
    const daily = aboutDeposits({
      id: 'daily-note',
      trigger: { schedule: { daily: { at: '10:00' }, timeZone: 'Europe/Prague' } },
    })
    const { report } = await play({ live: [daily] })
    // Four days of transactions.
    expect(report.occurrences).toBe(4)
    const campaign = report.campaigns[0]
    expect(campaign?.considered).toBe(4 * report.customers)
    expect(report.totals.hours[10]).toBeGreaterThan(0)
  })

  it('releases what was held when its morning comes, before what happens on the days after', async () => {
    const consent = (id: string, day: string, granted: boolean) =>
      recorded('CustomerProfileChanged', id, day, {
        customerId: 'X1',
        timeZone: 'Europe/Prague',
        consents: [
          { purpose: 'marketing', channel: 'inapp', granted, at: `${day}T00:00:00Z`, proof: 'form' },
        ],
      })
    const deposit = (id: string, day: string) =>
      recorded('LargeDepositDetected', id, day, {
        customerId: 'X1',
        accountId: 'A1',
        amount: { minorUnits: 9_000_000, currency: 'CZK' },
      })
    const { messages } = await play({
      live: [aboutDeposits({ id: 'an-offer', purpose: 'marketing' })],
      entries: [
        consent('P1', '2026-03-01', true),
        deposit('D1', '2026-03-02'),
        deposit('D2', '2026-03-03'),
        consent('P2', '2026-03-04', false),
        deposit('D3', '2026-03-06'),
      ],
    })
    expect(messages.map(({ state, decidedAt }) => `${decidedAt.slice(0, 10)} ${state}`)).toEqual([
      '2026-03-02 sent',
      '2026-03-03 cancelled',
    ])
  })

  it('refuses what claims to be from the future, and goes on', async () => {
    const ahead = recorded('LargeDepositDetected', 'AHEAD', '2027-01-01', {
      customerId: 'C1',
      accountId: 'A1',
      amount: { minorUnits: 9_000_000, currency: 'CZK' },
    })
    const noEvent: PublishedEntry = { DetailType: 'Nonsense', Detail: '{' }
    const { report } = await play({ live: [live], entries: [ahead, noEvent, ...entries] })
    const { report: plain } = await play({ live: [live] })
    expect(report.entries).toEqual({
      ...plain.entries,
      read: entries.length + 2,
      played: entries.length + 2,
      refused: 2,
    })
    expect(report.totals).toEqual(plain.totals)
    expect(report.period).toEqual(plain.period)
  })
})
