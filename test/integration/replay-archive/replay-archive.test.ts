import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { GetQueueAttributesCommand, PurgeQueueCommand } from '@aws-sdk/client-sqs'
import { afterAll, expect, inject, it } from 'vitest'
import type { BankEventName, BankEventNamed } from '#events/registry.ts'
import { type LocalCloud, startLocalCloud } from '#infra/local/cloud.ts'
import { type Connection, connect, seedCampaigns } from '#infra/local/commands/connection.ts'
import type { ReplayEnd } from '#infra/local/commands/replay-archive/watch.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { putEntries } from '#shared/publisher/put-entries.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { onlyCampaigns } from '#test/support/local-cloud/campaigns.ts'
import { runCommandFile } from '#test/support/local-cloud/run-command.ts'

const CUSTOMERS = 30
const customers = Array.from({ length: CUSTOMERS }, (_, n) => `C${n}`)
const campaign = aCampaign({ id: 'low', trigger: { signals: [{ type: 'LowBalance' }] }, channels: ['email'] })

const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-archive-'))
const dataDirectory = path.join(directory, 'data')
const outputsFile = path.join(directory, 'outputs.json')
const command = path.resolve('infra/local/commands/replay-archive.ts')

afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** The app as it is, but nobody reads its queues. */
const assemblyWithoutReaders = (): string => {
  const copy = path.join(directory, 'cdk.out')
  cpSync(inject('assembly'), copy, { recursive: true })
  for (const file of readdirSync(copy).filter((name) => name.endsWith('.template.json'))) {
    const template = JSON.parse(readFileSync(path.join(copy, file), 'utf8'))
    for (const { Type, Properties } of Object.values<Record<string, Record<string, unknown>>>(
      template.Resources,
    ))
      if (`${Type}` === 'AWS::Lambda::EventSourceMapping' && Properties) Properties.Enabled = false
    writeFileSync(path.join(copy, file), JSON.stringify(template))
  }
  return copy
}

/** On the data of the clouds before it. */
const onCloud = async (
  assembly: string,
  use: (cloud: LocalCloud, connection: Connection) => Promise<void>,
): Promise<void> => {
  const cloud = await startLocalCloud({ dataDirectory, assembly, schedules: 'manual' })
  const connection = connect(cloud)
  try {
    await use(cloud, connection)
  } finally {
    connection.close()
    await cloud.stop()
  }
}

const publish = async <Name extends BankEventName>(
  { eventBridge: client, busName }: Connection,
  name: Name,
  dataOf: (customerId: string) => BankEventNamed<Name>['detail']['data'],
): Promise<void> => {
  const entries = customers.map((customerId) => {
    const metadata = { eventId: `${name}-${customerId}`, occurredAt: new Date().toISOString(), version: 1 }
    const detail = { metadata, data: dataOf(customerId) }
    return { Source: 'bank.core', DetailType: name, Detail: JSON.stringify(detail) }
  })
  expect((await putEntries(entries, { client, busName, concurrency: 2 })).failed).toEqual([])
}

const waiting = async ({ sqs, name }: Connection): Promise<number> => {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: name('BankEventsQueueUrl'),
      AttributeNames: ['ApproximateNumberOfMessages'],
    }),
  )
  return Number(Attributes?.ApproximateNumberOfMessages)
}

const replay = async (cloud: LocalCloud, from: Date): Promise<ReplayEnd> => {
  writeFileSync(outputsFile, JSON.stringify({ 'Bellwether-All': cloud.outputs }))
  const to = new Date(Date.now() + 1_000)
  const span = ['--from', from.toISOString(), '--to', to.toISOString()]
  const name = `test-${Math.random().toString(36).slice(2)}`
  const args = [...span, '--name', name, '--json', '--outputs', outputsFile]
  const { code, out, err } = await runCommandFile(command, args, cloud.environment)
  if (code !== 0) throw new Error(err)
  await cloud.settled()
  return JSON.parse(out) as ReplayEnd
}

const heard = (cloud: LocalCloud): string[] =>
  cloud.providers
    .calls()
    .flatMap(({ destination }) => destination)
    .sort()

it('what a purge took is told once after a replay of the archive, and nobody hears it twice after another', async () => {
  const from = new Date(Math.floor(Date.now() / 1000) * 1000)
  const addresses = customers.map((customerId) => `${customerId.toLowerCase()}@customers.example`).sort()

  await onCloud(inject('assembly'), async (cloud, connection) => {
    await seedCampaigns(connection, defaultSettings)
    await onlyCampaigns(connection, campaign)
    await publish(connection, 'CustomerProfileChanged', (customerId) => ({
      customerId,
      timeZone: 'Europe/Prague',
      contact: { fullName: 'Jana', email: `${customerId.toLowerCase()}@customers.example` },
    }))
    await cloud.settled()
  })

  await onCloud(assemblyWithoutReaders(), async (_, connection) => {
    await publish(connection, 'LowBalanceDetected', (customerId) => ({
      customerId,
      accountId: 'A1',
      balance: { minorUnits: 5, currency: 'CZK' },
    }))
    expect(await waiting(connection)).toBe(CUSTOMERS)
    await connection.sqs.send(new PurgeQueueCommand({ QueueUrl: connection.name('BankEventsQueueUrl') }))
    expect(await waiting(connection)).toBe(0)
  })

  await onCloud(inject('assembly'), async (cloud) => {
    await cloud.settled()
    expect(heard(cloud)).toEqual([])

    expect(await replay(cloud, from)).toMatchObject({ state: 'COMPLETED' })
    expect(heard(cloud)).toEqual(addresses)
    expect(cloud.metrics().EventsParked ?? 0).toBe(0)
    expect(cloud.metrics().EventsAccepted).toBe(2 * CUSTOMERS)

    await replay(cloud, from)
    expect(cloud.metrics().EventsAccepted).toBe(4 * CUSTOMERS)
    expect(heard(cloud)).toEqual(addresses)
  })
}, 120_000)
