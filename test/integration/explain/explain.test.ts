import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Explanation } from '#shared/domain/explain/explanation.ts'
import type { LaunchesExplanation } from '#shared/domain/explain/launch-explanation.ts'
import { profileChanged, transaction } from '#test/support/builders/bank-events.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { putCampaign } from '#test/support/local-cloud/campaigns.ts'
import { type Engine, startEngine } from '#test/support/local-cloud/engine.ts'
import { type CommandResult, runCommandFile } from '#test/support/local-cloud/run-command.ts'

/** Stands in name and addresses, and nowhere else. */
const MARK = /piimark|420731055500/i
const contact = { fullName: 'Piimark Tajemná', email: 'piimark@mail.example', phone: '+420731055500' }

const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-explain-'))
const outputsFile = path.join(directory, 'outputs.json')
const command = path.resolve('infra/local/commands/explain.ts')
let engine: Engine

/** As PutEvents takes it, of an envelope as it stands in the queue. */
const entryOf = (event: ReturnType<typeof profileChanged> | ReturnType<typeof transaction>) => ({
  Source: event.source,
  DetailType: event['detail-type'],
  Detail: JSON.stringify(event.detail),
})

const explain = (...args: string[]): Promise<CommandResult> =>
  runCommandFile(command, [...args, '--outputs', outputsFile], engine.cloud.environment)

beforeAll(async () => {
  engine = await startEngine()
  writeFileSync(outputsFile, JSON.stringify({ 'Bellwether-All': engine.cloud.outputs }))
  await engine.publish(
    [
      profileChanged('anna', { contact, timeZone: 'Europe/London' }),
      profileChanged('josef', { contact, birthDate: '1948-05-05', relationshipManagerId: 'RM-7' }),
      profileChanged('quiet', { contact }),
    ].map(entryOf),
  )
  await engine.cloud.settled()
  await engine.publish(
    [
      transaction('anna', -300_000, 40_000, { eventId: 'TX-low' }),
      transaction('anna', -1_000, 39_000, { eventId: 'TX-ordinary' }),
      transaction('josef', -9_000_000, 61_000_000, { eventId: 'TX-large' }),
    ].map(entryOf),
  )
  await engine.cloud.settled()
})

afterAll(async () => {
  await engine?.stop()
  rmSync(directory, { recursive: true, force: true })
})

describe('on a running cloud', () => {
  it('the story goes from the bank’s event to the delivered message', async () => {
    const { code, out } = await explain('--customer', 'anna', '--json')
    const { decisions, timeZone } = JSON.parse(out) as Explanation
    expect({ code, timeZone }).toEqual({ code: 0, timeZone: 'Europe/London' })
    expect(decisions).toMatchObject([
      {
        eventId: 'TX-low',
        signal: { type: 'LowBalance' },
        result: 'won',
        gates: { known: true },
        candidates: [
          {
            name: 'low-balance-care@1',
            fate: 'won',
            campaign: { id: 'low-balance-care', version: 1, purpose: 'service' },
          },
        ],
        messages: [{ campaignId: 'low-balance-care', channel: 'email', state: 'delivered' }],
      },
    ])
    const [message] = decisions[0]?.messages ?? []
    expect(message?.history.map(({ state }) => state)).toEqual(['queued', 'sending', 'sent', 'delivered'])
    const provider = engine.cloud.providers.calls().find(({ id }) => id === message?.providerMessageId)
    expect(provider).toMatchObject({ outcome: 'accepted' })
  })

  it('is told in words, in both languages', async () => {
    const english = await explain('--customer', 'anna', '--event', 'TX-low')
    expect(english).toMatchObject({ code: 0, err: '' })
    expect(english.out).toContain('The balance of account A-anna fell to CZK 400.00, below the limit of')
    expect(english.out).toMatch(/Low-balance care \(low-balance-care, version 1, service\): chosen/)
    expect(english.out).toMatch(/service, by email: delivered\./)
    expect(english.out).toContain('1 June 2026, 11:00:00')

    const chinese = await explain('--customer', 'anna', '--lang', 'zh', '--zone', 'Asia/Shanghai')
    expect(chinese.out).toContain('账户 A-anna 余额降至400.00捷克克朗')
    expect(chinese.out).toMatch(/2026年6月1日 18:00:00：待发送[\s\S]*：已送达/)
  })

  it('tells of the task, who has it, and that the message was not to be sent', async () => {
    const { out } = await explain('--customer', 'josef', '--event', 'TX-large')
    expect(out).toMatch(/Result: 1 task for a relationship manager\./)
    expect(out).toContain('Assigned to RM-7.')
    expect(out).toContain('Not asked, because only a task was to be made: Consent')
    expect(out).not.toContain('Messages')
  })

  it('reads no name and no address', async () => {
    const all = await Promise.all(
      ['anna', 'josef'].flatMap((customer) =>
        [['--json'], ['--lang', 'en'], ['--lang', 'zh']].map((how) =>
          explain('--customer', customer, ...how),
        ),
      ),
    )
    expect(all.map(({ code }) => code)).toEqual(all.map(() => 0))
    expect(all.filter(({ out, err }) => MARK.test(out + err))).toEqual([])
    expect(JSON.stringify([...(await engine.items('ContactsTable'))])).toMatch(MARK)
  })

  it.each([
    [
      ['--customer', 'anna', '--event', 'TX-ordinary'],
      /an ordinary event that no signal came of/,
      /without --event/,
    ],
    [['--customer', 'quiet'], /No decision about customer quiet is on record/, /npm run redrive/],
    [['--customer', 'nobody'], /Nothing is known of a customer nobody/, /customerId/],
  ])('%j: nothing is there, and what to do next', async (args, said, next) => {
    const { code, out, err } = await explain(...args)
    expect(code).toBe(1)
    expect(out.replace(/\s+/g, ' ')).toMatch(said)
    expect(err).toMatch(next)
  })
})

describe('a launch', () => {
  beforeAll(async () => {
    await putCampaign(
      engine,
      aCampaign({
        id: 'spring-greeting',
        trigger: { schedule: { timeZone: 'Europe/Prague', daily: { at: '09:00' } } },
        audience: { field: 'customer.age', op: 'gte', value: 60 },
        channels: ['inapp'],
        messages: { en: { inapp: { title: 'Spring', text: 'Good morning' } } },
      }),
    )
    for (const minute of ['06:59', '07:00', '07:01'])
      await engine.cloud.tickSchedules(new Date(`2026-06-02T${minute}:00Z`), 'LaunchCampaignsFunction')
    await engine.cloud.settled()
  })

  it('is told to whom it came, and of whom it did not why nothing is recorded, as of now', async () => {
    const told = async (customer: string, ...how: string[]) => {
      const { code, out } = await explain('--customer', customer, '--campaign', 'spring-greeting', ...how)
      return { code, text: out.replace(/\s+/g, ' ') }
    }
    const josef = await told('josef')
    expect(josef.code).toBe(0)
    expect(josef.text).toMatch(
      /What it decided about the customer is recorded:.*spring-greeting, version 1, service\): chosen/,
    )
    const anna = await told('anna')
    expect(anna.code).toBe(0)
    expect(anna.text).toMatch(
      /It is done.*Nothing is recorded of the customer.*As of now.*✘ age in years must be at least 60/,
    )
    expect((await told('anna', '--lang', 'zh')).text).toContain('没有该客户的记录')
    const { launches } = JSON.parse((await told('anna', '--json')).text) as LaunchesExplanation
    expect(launches).toMatchObject([
      { launch: { state: 'done' }, unrecorded: { audience: { holds: false } } },
    ])
    expect((await told('nobody')).text).toContain('cannot be told')
  })

  it('of a campaign that has none is not told', async () => {
    const { code, out, err } = await explain('--customer', 'anna', '--campaign', 'low-balance-care')
    expect(code).toBe(1)
    expect(out).toContain('There is no launch of a campaign low-balance-care.')
    expect(err).toContain('without --campaign')
  })
})

describe('where no cloud runs', () => {
  it('says how to start one', async () => {
    const { code, err } = await runCommandFile(command, ['--customer', 'anna'], {}, directory)
    expect(code).toBe(2)
    expect(err).toContain('npm start')
  })
})
