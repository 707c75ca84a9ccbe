import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { DecisionSubject } from '#shared/domain/decision/circumstances.ts'
import type { JournalEntry } from '#shared/domain/message/journal-entry.ts'
import { type CustomerProfile, unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import type { JournalReader } from '#shared/ports/journal-reader.ts'
import { type ExplainDependencies, explainDecisions } from '#shared/use-cases/explain-decisions.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { anOccasion, journalOf } from '#test/support/builders/explained.ts'
import { aProfile, aSignal } from '#test/support/builders/subjects.ts'

/** The ports over what a test says is there. */
const aWorld = ({
  entries = [] as readonly JournalEntry[],
  campaigns = [] as readonly Campaign[],
  profile = unknownProfile('C1') as CustomerProfile,
  unreadable = 0,
} = {}) => {
  const asked: string[] = []
  const store: ExplainDependencies['campaigns'] = {
    liveCampaigns: async () => {
      asked.push('live')
      return campaigns
    },
    version: async (id, version) => {
      asked.push(`${id}@${version}`)
      return campaigns.find((campaign) => campaign.id === id && campaign.version === version)
    },
    settings: async () => ({ ...defaultSettings, timeZone: 'Europe/Vienna' }),
  }
  const journal: JournalReader = {
    newest: async (_, decisions) => {
      const all = entries.filter(({ kind }) => kind === 'decision')
      const shown = new Set(all.slice(-decisions).map(({ signal }) => signal.id))
      return {
        entries: entries.filter(({ signal }) => shown.has(signal.id)),
        older: all.length > decisions,
        unreadable,
      }
    },
    ofEvent: async (_, eventId) => {
      const ofIt = entries.flatMap((entry) =>
        entry.kind === 'decision' && entry.eventId === eventId ? [entry.signal.id] : [],
      )
      return { entries: entries.filter(({ signal }) => ofIt.includes(signal.id)), older: false, unreadable }
    },
    ofEntry: async (_, key) => {
      const decision = entries.find(({ kind, entry }) => kind === 'decision' && entry === key)
      const ofIt = entries.filter(({ signal }) => signal.id === decision?.signal.id)
      return { entries: ofIt, older: false, unreadable }
    },
    ofSignal: async () => ({ entries: [], older: false, unreadable }),
  }
  const explain = explainDecisions({ journal, campaigns: store, profiles: { profile: async () => profile } })
  return { explain, asked }
}

const campaign = aCampaign()
const on = (day: number): DecisionSubject =>
  anOccasion({
    signal: aSignal({ id: `LowBalance:E${day}`, at: `2026-06-0${day}T09:00:00.000Z` }),
    now: new Date(`2026-06-0${day}T10:00:00Z`),
  })
const threeDays = [1, 2, 3].flatMap((day) => journalOf([campaign], on(day), `E${day}`))

describe('explaining decisions', () => {
  it('tells the newest, the last one last, and that there are others', async () => {
    const { explain } = aWorld({ entries: threeDays, campaigns: [campaign] })
    const { decisions, older } = await explain({ customerId: 'C1', decisions: 2 })
    expect(decisions.map(({ eventId }) => eventId)).toEqual(['E2', 'E3'])
    expect(older).toBe(true)
    expect(decisions[0]?.messages).toMatchObject([{ campaignId: campaign.id, state: 'queued' }])
  })

  it('tells one decision by its key, with what followed', async () => {
    const { explain } = aWorld({ entries: threeDays, campaigns: [campaign] })
    const second = threeDays.find((entry) => entry.kind === 'decision' && entry.eventId === 'E2')
    const { decisions } = await explain({ customerId: 'C1', entry: second?.entry })
    expect(decisions.map(({ eventId }) => eventId)).toEqual(['E2'])
    expect(decisions[0]?.messages).toHaveLength(1)
    expect((await explain({ customerId: 'C1', entry: 'elsewhere' })).decisions).toEqual([])
  })

  it('tells only what one event led to', async () => {
    const { explain } = aWorld({ entries: threeDays, campaigns: [campaign] })
    const { decisions, eventId } = await explain({ customerId: 'C1', eventId: 'E2' })
    expect(decisions.map(({ signal }) => signal.id)).toEqual(['LowBalance:E2'])
    expect(eventId).toBe('E2')
  })

  it('fetches each campaign version once, and the list of all only for short names', async () => {
    const full = aWorld({ entries: threeDays, campaigns: [campaign] })
    await full.explain({ customerId: 'C1' })
    expect(full.asked).toEqual(['low-balance@1'])

    const many = Array.from({ length: 150 }, (_, number) => aCampaign({ id: `campaign-${number}` }))
    const short = aWorld({ entries: journalOf(many, on(1)), campaigns: many })
    const { decisions } = await short.explain({ customerId: 'C1' })
    expect(short.asked.filter((asked) => asked === 'live')).toHaveLength(1)
    expect(new Set(short.asked).size).toBe(short.asked.length)
    expect(decisions[0]?.candidates.every((candidate) => candidate.campaign !== undefined)).toBe(true)
  })

  it.each([
    [undefined, 'Asia/Shanghai', 'Asia/Shanghai'],
    ['Europe/Prague', 'Asia/Shanghai', 'Europe/Prague'],
    [undefined, 'Mars/Crater', 'Europe/Vienna'],
    [undefined, undefined, 'Europe/Vienna'],
  ])('asked for %s, of a customer in %s, it writes times for %s', async (wanted, own, zone) => {
    const profile: CustomerProfile = {
      ...aProfile(),
      single: own === undefined ? {} : { timeZone: own },
    }
    const { explain } = aWorld({ entries: threeDays, campaigns: [campaign], profile })
    expect((await explain({ customerId: 'C1', timeZone: wanted })).timeZone).toBe(zone)
  })
})

describe('where there is nothing to explain', () => {
  it.each([
    ['nobody knows the customer', {}, undefined, 'customer-unknown'],
    ['nothing was decided yet', { profile: aProfile() }, undefined, 'no-decisions'],
    [
      'only an account is known',
      {
        profile: {
          ...unknownProfile('C1'),
          accounts: new Map([['A1', { v: '', kind: 'current' as const, currency: 'CZK' }]]),
        },
      },
      undefined,
      'no-decisions',
    ],
    ['what there is cannot be read', { unreadable: 1 }, undefined, 'no-decisions'],
    ['the event led to no signal', { profile: aProfile() }, 'E9', 'event-without-decision'],
    ['the event did not, others did', { entries: threeDays }, 'E9', 'event-without-decision'],
    ['neither event nor customer is known', {}, 'E9', 'customer-unknown'],
  ] as const)('%s', async (_, world, eventId, nothing) => {
    const explanation = await aWorld(world).explain({ customerId: 'C1', eventId })
    expect(explanation).toMatchObject({ decisions: [], nothing })
  })

  it('is not said where something was found', async () => {
    const { explain } = aWorld({ entries: threeDays, campaigns: [campaign] })
    expect(await explain({ customerId: 'C1' })).not.toHaveProperty('nothing')
  })
})
