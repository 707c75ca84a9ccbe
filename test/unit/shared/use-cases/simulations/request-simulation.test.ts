import { describe, expect, it } from 'vitest'
import { templateProblems } from '#shared/adapters/liquid/template-problems.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { contentFrom } from '#shared/domain/campaign/campaign-content.ts'
import type { WorkingCopy } from '#shared/domain/campaign/working-copy.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import type { SimulationJob } from '#shared/domain/simulation/job.ts'
import {
  readSimulation,
  requestSimulation,
  type SimulationDependencies,
} from '#shared/use-cases/simulations/request-simulation.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'

const now = new Date('2026-03-06T08:00:00Z')
const by = { userId: 'U1', requestId: 'R1', now }
const campaign = aCampaign({
  ...{ id: 'spring-note', version: 3, createdBy: 'Anna', approvedBy: 'Petr', channels: ['inapp'] },
  messages: { en: { inapp: { title: 'Note', text: 'Your balance is low.' } } },
})

const copyOf = (content: WorkingCopy['content']): WorkingCopy => ({
  campaignId: 'spring-note',
  revision: 1,
  state: 'draft',
  version: 4,
  content,
  createdBy: 'Anna',
  authors: ['U1'],
  authorNames: ['anna'],
  updatedAt: now.toISOString(),
})

const aBank = (copy?: WorkingCopy) => {
  const jobs = new Map<string, { job: SimulationJob; drafts: readonly Campaign[] }>()
  const queued: string[] = []
  const dependencies: SimulationDependencies = {
    drafts: { read: async (id) => (id === copy?.campaignId ? copy : undefined) },
    versions: {
      version: async (id, version) => (id === 'spring-note' && version === 3 ? campaign : undefined),
    },
    templates: templateProblems,
    segments: { all: async () => [] },
    settingsStore: { read: async () => ({ settings: defaultSettings, revision: 1 }) as never },
    simulations: {
      jobs: {
        create: async (job, drafts) => void jobs.set(job.simulationId, { job, drafts }),
        read: async (id) => jobs.get(id)?.job,
      },
      queue: {
        send: async (id) => {
          // Whoever takes it from the queue must find it.
          expect(jobs.has(id)).toBe(true)
          queued.push(id)
        },
      },
    },
  }
  return { dependencies, jobs, queued }
}

const asked = (version: number | 'draft', day = '2026-03-05') => ({
  ...{ day, share: 1 },
  campaigns: [{ campaignId: 'spring-note', version }],
})

describe('asking for a simulation', () => {
  it('keeps the campaigns as they are now, and puts the job on its queue', async () => {
    const { dependencies, jobs, queued } = aBank()
    const job = await requestSimulation(dependencies, asked(3), by)
    expect(job).toMatchObject({ state: 'queued', day: '2026-03-05', requestedBy: 'U1' })
    expect(queued).toEqual([job.simulationId])
    expect(jobs.get(job.simulationId)?.drafts).toEqual([campaign])
    expect(await readSimulation(dependencies, job.simulationId)).toEqual(job)
  })

  it('plays a draft as the version that it will be', async () => {
    const { dependencies, jobs } = aBank(copyOf(contentFrom(campaign)))
    const { simulationId } = await requestSimulation(dependencies, asked('draft'), by)
    expect(jobs.get(simulationId)?.drafts).toMatchObject([{ id: 'spring-note', version: 4, status: 'live' }])
  })

  it('is the same simulation where the same request comes again', async () => {
    const { dependencies, jobs } = aBank()
    const first = await requestSimulation(dependencies, asked(3), by)
    const second = await requestSimulation(dependencies, asked(3), by)
    expect(second.simulationId).toBe(first.simulationId)
    await requestSimulation(dependencies, asked(3), { ...by, requestId: 'R2' })
    expect(jobs.size).toBe(2)
  })

  it.each([
    [
      'a draft with errors',
      copyOf({ ...contentFrom(campaign), channels: ['fax'] }),
      asked('draft'),
      'campaign-has-errors',
    ],
    ['a draft that is not there', undefined, asked('draft'), 'no-such-version'],
    ['a version that is not there', undefined, asked(9), 'no-such-version'],
    ['a day that is yet to come', undefined, asked(3, '2026-03-07'), 'day-not-recorded'],
    ['a day that is kept no more', undefined, asked(3, '2026-02-01'), 'day-not-recorded'],
  ] as const)('refuses %s, and nothing is queued', async (_, copy, request, code) => {
    const { dependencies, jobs, queued } = aBank(copy)
    await expect(
      requestSimulation(dependencies, { ...request, campaigns: [...request.campaigns] }, by),
    ).rejects.toMatchObject({ kind: 'invalid', code })
    expect([jobs.size, queued.length]).toEqual([0, 0])
  })

  it('knows no simulation that nobody asked for', async () => {
    await expect(readSimulation(aBank().dependencies, 'S9')).rejects.toMatchObject({ kind: 'not-found' })
  })
})
