import { SQSClient } from '@aws-sdk/client-sqs'
import { expect, it } from 'vitest'
import { localClientConfig } from '#infra/local/clients.ts'
import { createSimulationJobs } from '#shared/adapters/dynamodb/simulation-jobs.ts'
import { createSimulationQueue } from '#shared/adapters/sqs/simulation-queue.ts'
import { defaultPriceSheet } from '#shared/domain/simulation/price-sheet.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { startEngine } from '#test/support/local-cloud/engine.ts'
import { recordedStream } from '#test/support/recorded-stream.ts'

const offer = aCampaign({
  id: 'deposit-thanks',
  trigger: { signals: [{ type: 'LargeDeposit' }] },
  channels: ['inapp'],
  expiresAfterHours: 48,
  messages: { en: { inapp: { title: 'Thanks', text: 'For the deposit' } } },
})

const { known, happening } = recordedStream({ customers: 30, transactionsPerCustomer: 5, seed: 7 })

it('what came over the bus today is recorded, and a draft is simulated over it without anything being sent', async () => {
  const engine = await startEngine()
  try {
    await engine.publish(known)
    await engine.cloud.settled()
    await engine.publish(happening)
    await engine.cloud.settled()
    const journal = await engine.items('JournalTable')
    const calls = engine.cloud.providers.calls().length

    const client = new SQSClient(localClientConfig(engine.cloud.endpoints.sqs))
    const { documentClient, name } = engine
    const jobs = createSimulationJobs({
      documentClient,
      campaignsTable: name('CampaignsTable'),
      now: Date.now,
    })
    const queue = createSimulationQueue(client, name('SimulationsQueueUrl'))
    const requestedAt = new Date().toISOString()
    const job = {
      ...{ simulationId: 'S1', state: 'queued' as const, day: requestedAt.slice(0, 10), share: 1 },
      ...{ campaigns: [{ campaignId: offer.id, version: 'draft' as const }], prices: defaultPriceSheet },
      ...{ requestedBy: 'U1', requestedAt },
    }
    await jobs.create(job, [offer])
    // Twice, as a queue may hand it out.
    await queue.send('S1')
    await queue.send('S1')
    await engine.cloud.settled()
    client.destroy()

    const ended = await jobs.read('S1')
    expect(ended).toMatchObject({ state: 'done', report: { entries: { failed: 0, refused: 0 } } })
    const report = ended?.report
    expect(report?.entries.read).toBe(known.length + happening.length)
    expect(report?.approximations).toContain('present-profiles')
    // The same deposits that the deployment has recorded decisions about, now with a message each.
    const deposits = [...journal.values()].filter(
      ({ kind, signal }) => kind === 'decision' && (signal as { type: string }).type === 'LargeDeposit',
    )
    const draft = report?.campaigns.find(({ role }) => role === 'draft')
    expect(draft?.considered).toBe(deposits.length)
    expect(deposits.length).toBeGreaterThan(5)
    expect(report?.change?.campaigns.find(({ campaign }) => campaign === 'deposit-thanks@1')?.without).toBe(0)
    // Nothing happened to anybody.
    expect(await engine.items('JournalTable')).toEqual(journal)
    expect(engine.cloud.providers.calls()).toHaveLength(calls)
  } finally {
    await engine.stop()
  }
})
