import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { settingsItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { createOperationsSwitch } from '#shared/adapters/dynamodb/operations-switch.ts'
import { createSettingsStore } from '#shared/adapters/dynamodb/settings-store.ts'
import { defaultSettings, type Settings } from '#shared/domain/settings.ts'
import { SETTINGS_KEY } from '#shared/tables/campaigns.ts'
import { changeSettings } from '#shared/use-cases/settings/change-settings.ts'
import { type CommandResult, runCommandFile } from '#test/support/local-cloud/run-command.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-operate-'))
const outputsFile = path.join(directory, 'outputs.json')
const command = path.resolve('infra/local/commands/operate.ts')
let tables: Tables

const operate = (...args: string[]): Promise<CommandResult> =>
  runCommandFile(command, [...args, '--outputs', outputsFile], {
    AWS_ENDPOINT_URL_DYNAMODB: String(tables.clientConfig.endpoint),
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  })

const campaigns = () => ({ TableName: tables.name('CampaignsTable'), Key: SETTINGS_KEY })

const storedSettings = async () =>
  (await tables.documentClient.send(new GetCommand({ ...campaigns(), ConsistentRead: true }))).Item

const put = (Item: Record<string, unknown>) =>
  tables.documentClient.send(new PutCommand({ TableName: tables.name('CampaignsTable'), Item }))

const switches = () =>
  createOperationsSwitch({
    documentClient: tables.documentClient,
    campaignsTable: tables.name('CampaignsTable'),
    auditTable: tables.name('AuditTable'),
  })

const who = ['--by', "Jana O'Hara", '--because', 'INC-7: wrong rate in an offer']

beforeAll(async () => {
  tables = await startTables()
  const outputs = { CampaignsTable: tables.name('CampaignsTable'), AuditTable: tables.name('AuditTable') }
  writeFileSync(outputsFile, JSON.stringify({ 'Bellwether-All': { ...outputs, BusName: 'bus' } }))
})
beforeEach(() => put({ ...settingsItem(defaultSettings), somethingNewer: 'stays' }))
afterAll(async () => {
  await tables?.stop()
  rmSync(directory, { recursive: true, force: true })
})

it('stops marketing, writes down who and why, and touches nothing else of the settings', async () => {
  const { code, out } = await operate('stop', 'marketing', ...who, '--yes', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual({
    before: { marketing: 'on', service: 'on' },
    after: { marketing: 'stop', service: 'on' },
    outcome: 'done',
    by: "Jana O'Hara",
    because: 'INC-7: wrong rate in an offer',
  })
  expect(await storedSettings()).toEqual({
    ...settingsItem(defaultSettings),
    somethingNewer: 'stays',
    operations: { marketing: 'stop', service: 'on' },
  })
  const [latest] = await switches().changes()
  expect(latest).toMatchObject({
    by: "Jana O'Hara",
    because: 'INC-7: wrong rate in an offer',
    before: { marketing: 'on', service: 'on' },
    after: { marketing: 'stop', service: 'on' },
  })
})

it('changes nothing without --yes, and says the command that would', async () => {
  const before = await switches().changes()
  const { code, out, err } = await operate('drain', 'all', ...who)
  expect(code).toBe(0)
  expect(out).toMatch(/service .* on .* drain/)
  expect(err).toContain("npm run operate -- drain all --by 'Jana O'\\''Hara'")
  expect(err).toMatch(/--yes$/m)
  expect(await storedSettings()).toMatchObject({ operations: { marketing: 'on', service: 'on' } })
  expect(await switches().changes()).toEqual(before)
})

it('says how the switches stand and who moved them last; what stands so already is not written down', async () => {
  await operate('stop', 'marketing', ...who, '--yes')
  const { code, err } = await operate('stop', 'marketing', ...who, '--yes')
  expect([code, err]).toEqual([0, expect.stringContaining('so already')])
  const { out } = await operate('status', '--json')
  const status = JSON.parse(out)
  expect(status.switches).toEqual({ marketing: 'stop', service: 'on' })
  expect(status.changes[0]).toMatchObject({ by: "Jana O'Hara", after: { marketing: 'stop' } })
  const plain = await operate('status')
  expect(plain.out).toMatch(/marketing .* stop/)
  expect(plain.out).toContain('nobody yet')
})

it('says who moved a switch over HTTP, too, and tells no change of other settings for one of a switch', async () => {
  const { documentClient } = tables
  const stores = {
    documentClient,
    campaignsTable: tables.name('CampaignsTable'),
    auditTable: tables.name('AuditTable'),
  }
  const store = createSettingsStore(stores)
  const change = async (settings: Partial<Settings>, requestId: string) => {
    const seen = await store.read()
    const caller = { userId: 'u-ada', name: 'ada', groups: ['admin'] as const }
    const wanted = { seen: seen.tag, settings: { ...seen.settings, ...settings } }
    await changeSettings(store, wanted, { caller, requestId, now: new Date() })
  }
  await put(settingsItem(defaultSettings))
  await change({ operations: { marketing: 'drain', service: 'on' }, seniorAge: 70 }, 'r1')
  await change({ seniorAge: 66 }, 'r2')
  const { out } = await operate('status', '--json')
  const { changes } = JSON.parse(out)
  expect(changes[0]).toEqual({
    at: expect.stringMatching(/^\d{4}-.*Z$/),
    by: 'ada',
    before: { marketing: 'on' },
    after: { marketing: 'drain' },
  })
  expect((await operate('status')).out).toMatch(/marketing .* drain .* ada /)
  await operate('stop', 'marketing', ...who, '--yes')
  expect((await operate('status')).out).toMatch(/marketing .* stop .* Jana O'Hara /)
})

it('says where nothing tells who moved a switch', async () => {
  await put({ ...settingsItem(defaultSettings), operations: { marketing: 'on', service: 'drain' } })
  expect((await operate('status')).out).toMatch(/service .* drain .* not recorded/)
})

it('gives switches to settings of an earlier release', async () => {
  const { operations: _, ...earlier } = settingsItem(defaultSettings)
  await put(earlier)
  expect((await operate('stop', 'all', ...who, '--yes')).code).toBe(0)
  expect(await storedSettings()).toEqual({ ...earlier, operations: { marketing: 'stop', service: 'stop' } })
})

it('does nothing where there are no settings, and says what to do', async () => {
  await tables.documentClient.send(new DeleteCommand(campaigns()))
  for (const args of [['status'], ['stop', 'all', ...who, '--yes']]) {
    const { code, out, err } = await operate(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/settings are missing.*\nnpm run seed/)
  }
  expect(await storedSettings()).toBeUndefined()
})

it('moves nothing, and writes nothing down, where the switches are not as they were read', async () => {
  const count = (await switches().changes()).length
  const responsible = { by: 'Petr', because: 'a test', at: new Date() }
  const believed = { marketing: 'drain', service: 'on' } as const
  expect(await switches().move(believed, { ...believed, service: 'stop' }, responsible)).toBe(false)
  expect(await storedSettings()).toMatchObject({ operations: { marketing: 'on', service: 'on' } })
  expect(await switches().changes()).toHaveLength(count)
})

it('moves nothing that it cannot write down: an entry of the audit table is never replaced', async () => {
  const responsible = { by: 'Petr', because: 'a test', at: new Date() }
  const [on, drain] = [defaultSettings.operations, { marketing: 'drain', service: 'on' } as const]
  expect(await switches().move(on, drain, responsible)).toBe(true)
  expect(await switches().move(drain, on, { ...responsible, because: 'another' })).toBe(false)
  expect(await storedSettings()).toMatchObject({ operations: drain })
  expect((await switches().changes())[0]).toMatchObject({ because: 'a test', after: drain })
})

it('two operators at once both get their way, and both are written down', async () => {
  const count = (await switches().changes()).length
  const [stopped, drained] = await Promise.all([
    operate('stop', 'marketing', ...who, '--yes'),
    operate('drain', 'service', '--by', 'Petr', '--because', 'provider down', '--yes'),
  ])
  expect([stopped?.code, drained?.code]).toEqual([0, 0])
  expect(await storedSettings()).toMatchObject({ operations: { marketing: 'stop', service: 'drain' } })
  expect(await switches().changes()).toHaveLength(count + 2)
})
