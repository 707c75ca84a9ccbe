import { describe, expect, it } from 'vitest'
import { customerRoutes } from '#functions/api/routes/customers.ts'
import type { Caller } from '#shared/domain/access/caller.ts'
import { entryIdOf } from '#shared/domain/message/entry-id.ts'
import { type CustomerProfile, unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import type { HistoryEntry } from '#shared/ports/customer-history.ts'
import { apiClient } from '#test/support/api/api-client.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { anOccasion, journalOf } from '#test/support/builders/explained.ts'
import { aTask } from '#test/support/builders/messages.ts'
import { createInMemoryAudit } from '#test/support/fakes/in-memory-audit.ts'

const campaign = aCampaign({ id: 'low-balance' })
const journal = journalOf([campaign], anOccasion({}), 'E1').map((entry) => ({ ...entry, customerId: 'C1' }))
const decision = journal.find(({ kind }) => kind === 'decision')

const profile: CustomerProfile = {
  ...unknownProfile('C1'),
  known: true,
  single: {
    relationshipManagerId: 'RM1',
    branchId: 'B1',
    locale: 'cs-CZ',
    vulnerability: { reason: 'bereavement', reviewOn: '2026-09-01' },
  },
  balances: new Map([['A1', { v: 'x', minor: 40_000, currency: 'CZK' }]]),
  consents: new Map([
    ['marketing:email', true],
    ['service:sms', false],
  ]),
  suppressions: new Map([['sms', { reason: 'opted-out', since: '2026-03-01T00:00:00Z' }]]),
}
const contact = { fullName: 'Piimark Tajemná', email: 'piimark@mail.example', phone: '+420731055501' }

const manager: Partial<Caller> = {
  name: 'jana',
  groups: ['relationship-manager'],
  managerId: 'RM1',
  branchId: 'B1',
}
const stranger: Partial<Caller> = { ...manager, managerId: 'RM2' }
const head: Partial<Caller> = { name: 'petr', groups: ['relationship-manager'], branchId: 'B1' }
const compliance: Partial<Caller> = { name: 'vera', groups: ['compliance'] }

const world = (history: readonly HistoryEntry[] = journal) => {
  const audit = createInMemoryAudit()
  const reads: string[] = []
  const read = <T>(what: string, value: T): T => {
    reads.push(`${what} after ${audit.lines.length} lines`)
    return value
  }
  const newestFirst = history.toSorted((one, other) => (one.entry < other.entry ? 1 : -1))
  const customers = {
    audit,
    profiles: { profile: async (id: string) => (id === 'C1' ? profile : unknownProfile(id)) },
    contacts: { contact: async () => read('contact', contact) },
    proofs: {
      proofs: async () =>
        read('proofs', [
          {
            purpose: 'marketing',
            channel: 'email',
            granted: true,
            at: '2026-02-01T00:00:00Z',
            proof: 'form 12',
          },
          { purpose: 'service', channel: 'sms', granted: true, at: '2026-01-01T00:00:00Z', proof: 'form 7' },
        ]),
    },
    history: {
      page: async ({
        customerId,
        kind,
        before,
        limit,
      }: {
        customerId: string
        kind?: string | undefined
        before?: string | undefined
        limit: number
      }) => {
        const found = newestFirst.filter(
          (one) =>
            customerId === 'C1' && (kind ? one.kind === kind : true) && (before ? one.entry < before : true),
        )
        return {
          entries: found.slice(0, limit),
          next: found.length > limit ? found[limit - 1]?.entry : undefined,
        }
      },
    },
    journal: {
      newest: async () => ({ entries: journal, older: false, unreadable: 0 }),
      ofEvent: async () => ({ entries: journal, older: false, unreadable: 0 }),
      ofEntry: async (_: string, entry: string) => ({
        entries: entry === decision?.entry ? journal : [],
        older: false,
        unreadable: 0,
      }),
    },
    campaigns: {
      liveCampaigns: async () => [campaign],
      version: async () => campaign,
      settings: async () => defaultSettings,
    },
  }
  const api = apiClient({ routes: customerRoutes, dependencies: { customers: customers as never } })
  return { api, audit, reads }
}

const decisionPath = `/decisions/${entryIdOf(decision?.entry ?? '')}`
const paths = ['', '/timeline', '/decisions', decisionPath, '/consents']

describe.each(paths)('GET /v1/customers/C1%s', (path) => {
  it.each([
    ['their manager', manager],
    ['the head of the branch', head],
    ['compliance', compliance],
  ])('is answered to %s, and written down before', async (_, as) => {
    const { api, audit } = world()
    expect((await api.get(`/v1/customers/C1${path}`, { as })).status).toBe(200)
    expect(audit.lines).toHaveLength(1)
    expect(audit.lines[0]).toMatchObject({
      subject: 'customer#C1',
      action: expect.stringMatching(/-read$/),
      caller: { name: as.name },
      requestId: expect.any(String),
    })
  })

  it('is refused to anybody else in the words and shape in which a stranger is, and written down', async () => {
    const { api, audit, reads } = world()
    const foreign = await api.get(`/v1/customers/C1${path}`, { as: stranger })
    const none = await api.get(`/v1/customers/NOBODY${path}`, { as: stranger })
    const { requestId: _, ...words } = foreign.body
    const { requestId: __, ...others } = none.body
    expect(words).toEqual(others)
    expect([foreign.status, none.status]).toEqual([404, 404])
    expect([...foreign.headers.keys()].sort()).toEqual([...none.headers.keys()].sort())
    expect(audit.lines.map(({ subject, action }) => `${subject} ${action}`)).toEqual([
      expect.stringMatching(/^customer#C1 \w+-refused$/),
      expect.stringMatching(/^customer#NOBODY \w+-refused$/),
    ])
    expect(reads).toEqual([])
  })

  it('is not answered where it cannot be written down, and no PII is read', async () => {
    const { api, audit, reads } = world()
    audit.breakDown()
    await expect(api.get(`/v1/customers/C1${path}`, { as: manager })).rejects.toThrow()
    expect(reads).toEqual([])
  })

  it('does not exist to compliance either, where nothing was ever heard of the customer', async () => {
    const { api } = world()
    const answer = await api.get(`/v1/customers/NOBODY${path}`, { as: compliance })
    expect(answer).toMatchObject({ status: 404, body: { code: 'no-such-customer' } })
  })
})

describe('a customer', () => {
  it('is told with profile, accounts and addresses', async () => {
    const { api, reads } = world()
    const { body } = await api.get('/v1/customers/C1', { as: manager })
    expect(body).toMatchObject({
      customerId: 'C1',
      locale: 'cs-CZ',
      accounts: [{ accountId: 'A1', balance: { minorUnits: 40_000, currency: 'CZK' } }],
      contact,
    })
    expect(reads).toEqual(['contact after 1 lines'])
  })

  it.each<[string, Partial<Caller>, object]>([
    ['their manager', manager, { reviewOn: '2026-09-01', reason: 'bereavement' }],
    ['compliance', compliance, { reviewOn: '2026-09-01', reason: 'bereavement' }],
    ['the head of the branch', head, { reviewOn: '2026-09-01' }],
  ])('is shown to %s with as much of the mark of vulnerability as they need', async (_, as, expected) => {
    const { body } = await world().api.get('/v1/customers/C1', { as })
    expect(body.vulnerability).toEqual(expected)
  })

  it('has consents with the proof of what counts, and what closes a channel', async () => {
    const { body } = await world().api.get('/v1/customers/C1/consents', { as: manager })
    expect(body.consents).toEqual([
      { purpose: 'marketing', channel: 'email', granted: true, at: '2026-02-01T00:00:00Z', proof: 'form 12' },
      // The proof on record says something else: it proves nothing of this.
      { purpose: 'service', channel: 'sms', granted: false },
    ])
    expect(body.closed).toEqual([
      {
        channel: 'sms',
        reason: 'opted-out',
        since: '2026-03-01T00:00:00Z',
        closedTo: ['service', 'marketing'],
      },
    ])
  })

  it('has a timeline in pages, the newest first, each entry once', async () => {
    const task = { ...aTask({ customerId: 'C1' }) }
    const unreadable = { kind: 'unreadable', entry: '2020-01-01T00:00:00.000Z#decision#Z' } as const
    const history = [...journal, task, unreadable]
    const { api } = world(history)
    const ids: string[] = []
    let next: string | undefined
    do {
      const query = next === undefined ? '' : `&cursor=${next}`
      const { body } = await api.get(`/v1/customers/C1/timeline?limit=2${query}`, { as: manager })
      ids.push(...body.items.map(({ kind, at }: { kind: string; at: string }) => `${at} ${kind}`))
      next = body.next
    } while (next !== undefined)
    expect(ids).toHaveLength(history.length)
    expect(ids.map((id) => id.slice(0, 24))).toEqual(
      ids
        .map((id) => id.slice(0, 24))
        .sort()
        .reverse(),
    )
    expect(new Set(ids.map((id) => id.slice(25)))).toEqual(
      new Set(['decision', 'message', 'task', 'unreadable']),
    )
  })

  it.each([
    ['en', /The balance of account/],
    ['zh-CN', /余额/],
  ])('hears why a decision came out so, in %s', async (language, words) => {
    const { body } = await world().api.get(`/v1/customers/C1${decisionPath}?language=${language}`, {
      as: manager,
    })
    expect(body.lines.map(({ text }: { text: string }) => text).join('\n')).toMatch(words)
    expect(body.decision).toMatchObject({ eventId: 'E1', result: 'won' })
  })

  it.each(['x', entryIdOf('2026-01-01T00:00:00.000Z#decision#OTHER')])('has no decision %s', async (id) => {
    const answer = await world().api.get(`/v1/customers/C1/decisions/${id}`, { as: manager })
    expect(answer).toMatchObject({ status: 404, body: { code: 'no-such-decision' } })
  })

  it.each([
    '/v1/customers/C1/timeline?from=yesterday',
    '/v1/customers/%2e%2e%2f',
    '/v1/customers/C1/decisions?cursor=AAAA',
    `/v1/customers/C1${decisionPath}?language=de`,
  ])('is not asked for by %s', async (path) => {
    const { api, audit } = world()
    expect((await api.get(path, { as: manager })).status).toBe(400)
    expect(audit.lines).toEqual([])
  })
})
