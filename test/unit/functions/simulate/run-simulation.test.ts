import { describe, expect, it } from 'vitest'
import { type RunDependencies, runSimulation } from '#functions/simulate/run-simulation.ts'
import { createTemplateRenderer } from '#shared/adapters/liquid/template-renderer.ts'
import type { SimulationJob } from '#shared/domain/simulation/job.ts'
import { defaultPriceSheet } from '#shared/domain/simulation/price-sheet.ts'
import type { CalendarRow } from '#shared/ports/calendar-index.ts'
import type { RecordedEvent } from '#shared/ports/recorded-events.ts'
import type { SimulationEnd } from '#shared/ports/simulation-jobs.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { createInMemoryCampaigns } from '#test/support/fakes/delivery-world.ts'
import { recordedStream } from '#test/support/recorded-stream.ts'

const { known, happening } = recordedStream({ customers: 10, transactionsPerCustomer: 4, seed: 5 })

const job: SimulationJob = {
  simulationId: 'S1',
  state: 'running',
  day: '2026-03-05',
  share: 1,
  campaigns: [],
  prices: defaultPriceSheet,
  requestedBy: 'U1',
  requestedAt: '2026-03-06T08:00:00.000Z',
}

async function* nobody(): AsyncGenerator<CalendarRow> {}

const aRun = (events: readonly RecordedEvent[], changes: Partial<RunDependencies> = {}) => {
  const ends: SimulationEnd[] = []
  let ended = false
  const run = runSimulation({
    jobs: {
      begin: async (id) => (id === 'S1' && !ended ? { job, drafts: [aCampaign()] } : undefined),
      end: async (_id, end) => {
        ended = true
        ends.push(end)
      },
    },
    recorded: {
      of: async function* () {
        yield* events
      },
    },
    campaigns: createInMemoryCampaigns(),
    present: {
      items: { item: async () => undefined },
      calendar: { birthdays: nobody, lunarBirthdays: nobody, cardsExpiring: nobody },
    },
    renderer: createTemplateRenderer(),
    now: () => new Date('2026-03-06T09:00:00Z'),
    hasTime: () => true,
    ...changes,
  })
  const work = (body: string) => run({ body, recordId: 'R', receiveCount: 1 })
  return { ends, work }
}

const named = JSON.stringify({ simulationId: 'S1' })

describe('running a simulation', () => {
  it('ends with the report, once however often it comes', async () => {
    const { ends, work } = aRun([...known, ...happening])
    await work(named)
    await work(named)
    expect(ends).toMatchObject([
      { state: 'done', report: { entries: { read: known.length + happening.length } } },
    ])
  })

  it('says that nothing is recorded', async () => {
    const { ends, work } = aRun([])
    await work(named)
    expect(ends).toEqual([{ state: 'failed', because: 'nothing-recorded' }])
  })

  it('says that a day is too large where time runs out', async () => {
    const { ends, work } = aRun([...known, ...happening], { hasTime: () => false })
    await work(named)
    expect(ends).toEqual([{ state: 'failed', because: 'too-large' }])
  })

  it('leaves alone what is not there, and does not hide a body that names nothing', async () => {
    const { ends, work } = aRun([])
    await work(JSON.stringify({ simulationId: 'S2' }))
    expect(ends).toEqual([])
    await expect(work('nonsense')).rejects.toThrow('unreadable-body')
  })

  it('comes again where the archive cannot be read', async () => {
    const { ends, work } = aRun([], {
      recorded: {
        // biome-ignore lint/correctness/useYield: it fails before the first.
        of: async function* () {
          throw new Error('out of reach')
        },
      },
    })
    await expect(work(named)).rejects.toThrow('out of reach')
    expect(ends).toEqual([])
  })
})
