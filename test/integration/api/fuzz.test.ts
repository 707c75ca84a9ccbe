import { afterAll, beforeAll, expect, it } from 'vitest'
import { readExampleCampaigns, readStarterCampaigns } from '#infra/seed/shipped-campaigns.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { contentOf } from '#shared/domain/campaign/campaign-content.ts'
import { type FuzzReport, fuzz } from '#test/support/api/fuzz.ts'
import { profileChanged, transaction } from '#test/support/builders/bank-events.ts'
import { type Engine, startEngine } from '#test/support/local-cloud/engine.ts'
import { personOf } from '#test/support/local-cloud/people.ts'
import { tokenFor } from '#test/support/local-cloud/tokens.ts'

/** In the suite; `FUZZ_REQUESTS=10000 npx vitest run test/integration/api/fuzz.test.ts` for more of it. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 600)
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000)

const CUSTOMERS = ['C-1', 'C-2', 'C-3', 'C-4']
let engine: Engine

/** So that requests meet campaigns in every state: a draft, one submitted, one approved, one live with a schedule. */
const writeCampaigns = async (campaigns: readonly Campaign[]): Promise<void> => {
  const write = personOf(engine.cloud, 'marketer', { username: 'jana' })
  const check = personOf(engine.cloud, 'compliance', { username: 'petr' })
  const [campaign] = campaigns
  const { content } = contentOf({ ...campaign })
  const trigger = { schedule: { daily: { at: '09:30' }, timeZone: 'Europe/Prague' } }
  for (const [index, last] of ['draft', 'submit', 'approve', 'go-live'].entries()) {
    const path = `/v1/campaigns/fuzzed-${index + 1}`
    const body = {
      content: { ...content, id: `fuzzed-${index + 1}`, ...(last === 'go-live' ? { trigger } : {}) },
    }
    let { etag } = await write('POST', '/v1/campaigns', { body })
    for (const step of ['submit', 'approve', 'go-live'].slice(0, index)) {
      const answer = await (step === 'approve' ? check : write)('POST', `${path}/${step}`, {
        ...(step === 'go-live' ? { body: {} } : { ifMatch: etag }),
      })
      if (answer.status !== 200) throw new Error(`${path}/${step}: ${JSON.stringify(answer.body)}`)
      etag = answer.etag || etag
    }
  }
  await write('POST', '/v1/segments', {
    body: { segmentId: 'segment-1', name: 'Old', condition: { field: 'customer.age', op: 'gte', value: 60 } },
  })
}

/** Customers of one manager, with something in their history. */
const publishCustomers = async (): Promise<void> => {
  const occurredAt = new Date().toISOString()
  const events = CUSTOMERS.flatMap((id) => [
    profileChanged(id, { relationshipManagerId: 'M1', branchId: 'B1' }, { occurredAt }),
    transaction(id, -6_000_000, 50_000, { occurredAt }),
  ])
  await engine.publish(
    events.map(({ source, detail, ...each }) => ({
      Source: source,
      DetailType: each['detail-type'],
      Detail: JSON.stringify(detail),
    })),
  )
  await engine.cloud.settled()
}

beforeAll(async () => {
  engine = await startEngine({ clock: 'wall' })
  await publishCustomers()
})
afterAll(() => engine?.stop())

const tokenMaker = () => {
  const tokens = new Map<string, Promise<string>>()
  return (groups: readonly string[]): Promise<string> => {
    const key = groups.join(' ')
    const made =
      tokens.get(key) ??
      tokenFor(engine.cloud, groups, groups.includes('relationship-manager') ? { managerId: 'M1' } : {})
    tokens.set(key, made)
    return made
  }
}

const print = ({ statuses, operations }: FuzzReport): void => {
  const never = Object.entries(operations).filter(([, { done }]) => done === 0)
  process.stdout.write(
    `${REQUESTS} requests, seed ${SEED}: ${JSON.stringify(statuses)}; never done: ${never.map(([name]) => name).join(', ') || 'none'}\n`,
  )
}

it(`${REQUESTS} requests, right and wrong, get answers as documented, and what is refused changes nothing (seed ${SEED})`, {
  timeout: 60_000 + REQUESTS * 500,
}, async () => {
  const campaigns = [...readExampleCampaigns(), ...readStarterCampaigns()]
  await writeCampaigns(campaigns)
  const settings = (await engine.items('CampaignsTable')).get('engine settings')
  const { collection: _collection, entry: _entry, ...content } = settings ?? {}
  const report = await fuzz({
    engine,
    campaigns,
    settings: content,
    requests: REQUESTS,
    seed: SEED,
    tokenOf: tokenMaker(),
    known: {
      customerId: CUSTOMERS,
      campaignId: ['fuzzed-1', 'fuzzed-2', 'fuzzed-3', 'fuzzed-4', 'low-balance-care'],
      segmentId: ['segment-1'],
      subject: ['campaign#fuzzed-1', 'settings#engine', 'customer#C-1'],
      version: ['1'],
    },
  })
  print(report)
  expect(report.faults).toEqual([])
  // A fuzzer whose every request is turned away at the door tests only the door.
  const done = Object.entries(report.statuses).filter(([status]) => status.startsWith('2'))
  expect(done.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(REQUESTS / 10)
})
