import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { run } from '#infra/cli/run.ts'
import { UsageError } from '#infra/local/commands/terminal.ts'
import { readDocument } from '#infra/seed/campaign-file.ts'
import { type CampaignApi, startCampaignApi } from '#test/support/fakes/campaign-api.ts'

let api: CampaignApi
let directory: string
let out = ''
let err = ''

beforeEach(async () => {
  api = await startCampaignApi()
  directory = mkdtempSync(path.join(tmpdir(), 'bellwether-cli-'))
  vi.stubEnv('BELLWETHER_API', api.url)
  vi.stubEnv('BELLWETHER_TOKEN', 'T')
  ;[out, err] = ['', '']
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += text
    return true
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await api.stop()
  rmSync(directory, { recursive: true, force: true })
})

const file = (name: string): string => path.join(directory, name)
const shipped = (id: string): string => {
  copyFileSync(
    new URL(`../../../../shared/example-campaigns/${id}.yaml`, import.meta.url),
    file(`${id}.yaml`),
  )
  return file(`${id}.yaml`)
}
const edit = (name: string, from: RegExp, to: string): void =>
  writeFileSync(name, readFileSync(name, 'utf8').replace(from, to))
const json = async (...args: readonly string[]) => {
  out = ''
  const code = await run([...args, '--json'])
  return { code, body: JSON.parse(out) }
}

describe('lint', () => {
  it('asks nobody, says where something is wrong, and fails', async () => {
    const name = shipped('salary-arrived')
    expect(await run(['lint', name])).toBe(0)
    edit(name, /^purpose: .*$/m, 'purpose: wish')
    expect(await run(['lint', directory])).toBe(1)
    expect(out).toMatch(/purpose/)
    expect(api.seen).toEqual([])
  })
})

describe('push', () => {
  it('creates what is new, leaves alone what says the same, and changes what differs', async () => {
    const name = shipped('salary-arrived')
    expect((await json('push', directory)).body).toMatchObject([{ outcome: 'created', submitted: false }])
    expect(api.drafts.get('salary-arrived')?.content).not.toHaveProperty('approvedBy')
    expect((await json('push', directory)).body).toMatchObject([{ outcome: 'unchanged' }])
    edit(name, /^priority: .*$/m, 'priority: 7')
    const { body } = await json('push', name)
    expect(body).toMatchObject([{ outcome: 'updated', differences: [{ path: 'priority', after: 7 }] }])
    const writes = api.seen.filter(({ method }) => method !== 'GET')
    expect(writes.map(({ method, ifMatch }) => [method, ifMatch])).toEqual([
      ['POST', undefined],
      ['PUT', '"1"'],
    ])
  })

  it('takes what is left out for its default', async () => {
    const name = shipped('salary-arrived')
    await run(['push', name])
    const draft = api.drafts.get('salary-arrived')
    if (draft) draft.content = { ...draft.content, flags: {} }
    expect((await json('push', name)).body).toMatchObject([{ outcome: 'unchanged' }])
    if (draft) draft.content = { ...draft.content, holdout: 0.3 }
    expect((await json('push', name, '--dry-run')).body).toMatchObject([
      { outcome: 'would update', differences: [{ path: 'holdout', before: 0.3 }] },
    ])
  })

  it('only shows with --dry-run', async () => {
    const name = shipped('salary-arrived')
    expect((await json('push', name, '--dry-run')).body).toMatchObject([{ outcome: 'would create' }])
    await run(['push', name])
    const before = structuredClone([...api.drafts])
    edit(name, /^priority: .*$/m, 'priority: 7')
    expect(await run(['push', name, '--dry-run', '--submit'])).toBe(0)
    expect(out).toMatch(/would update/)
    expect(out).toMatch(/priority/)
    expect([...api.drafts]).toEqual(before)
  })

  it('submits what has no errors, once, and says what was not submitted', async () => {
    shipped('salary-arrived')
    shipped('lunar-birthday')
    api.problems('lunar-birthday', { path: 'messages.en', code: 'x', message: 'is empty', severity: 'error' })
    const { code, body } = await json('push', directory, '--submit')
    expect(code).toBe(1)
    expect(body).toMatchObject([
      { campaignId: 'lunar-birthday', submitted: false, problems: [{ line: expect.any(Number) }] },
      { campaignId: 'salary-arrived', submitted: true },
    ])
    expect(err).toMatch(/lunar-birthday was not submitted/)
    expect((await json('push', file('salary-arrived.yaml'), '--submit')).body).toMatchObject([
      { submitted: false },
    ])
    expect(api.drafts.get('salary-arrived')).toMatchObject({ state: 'submitted', revision: 2 })
  })

  it('says where in the file the server found something', async () => {
    const name = shipped('salary-arrived')
    api.problems('salary-arrived', { path: 'priority', code: 'x', message: 'is odd', severity: 'warning' })
    const { body } = await json('push', name)
    const line =
      readFileSync(name, 'utf8')
        .split('\n')
        .findIndex((text) => text.startsWith('priority')) + 1
    expect(body[0].problems[0].line).toBe(line)
  })

  it.each([
    ['is no YAML', 'a: [', /line|where/],
    ['names no campaign', 'name: Somebody', /names no campaign/],
    ['holds a list', '- a', /names no campaign/],
  ])('pushes nothing where a file %s', async (_, text, said) => {
    shipped('salary-arrived')
    writeFileSync(file('broken.yaml'), text)
    expect(await run(['push', directory])).toBe(1)
    expect(out).toMatch(said)
    expect(api.seen).toEqual([])
  })
})

describe('pull', () => {
  it('writes what push would leave alone, and writes over nothing unasked', async () => {
    const name = shipped('salary-arrived')
    await run(['push', name])
    const written = readFileSync(name, 'utf8')
    expect(await run(['pull', directory])).toBe(0)
    expect(readFileSync(name, 'utf8')).toBe(written)
    rmSync(name)
    expect(await run(['pull', directory])).toBe(0)
    expect((await json('push', name)).body).toMatchObject([{ outcome: 'unchanged' }])
    edit(name, /^priority: .*$/m, 'priority: 7')
    expect(await run(['pull', directory])).toBe(1)
    expect(readFileSync(name, 'utf8')).toMatch(/priority: 7/)
    expect(await run(['pull', directory, '--force'])).toBe(0)
    expect(readFileSync(name, 'utf8')).not.toMatch(/priority: 7/)
  })

  it('keeps to its directory, whatever a campaign is called', async () => {
    api.drafts.set('../escaped', { content: { id: '../escaped' }, revision: 1, state: 'draft' })
    await run(['pull', directory])
    expect(existsSync(path.join(directory, '..', 'escaped.yaml'))).toBe(false)
    expect(existsSync(file('escaped.yaml'))).toBe(true)
  })
})

describe('a campaign’s way', () => {
  it('goes from the file to going live, each step as the one who may', async () => {
    const name = shipped('salary-arrived')
    await run(['push', name])
    for (const step of ['submit', 'approve', 'go-live']) expect(await run([step, 'salary-arrived'])).toBe(0)
    expect(api.drafts.get('salary-arrived')?.state).toBe('approved')
    expect(await run(['status'])).toBe(0)
    expect(out).toMatch(/salary-arrived/)
  })

  it('ends in a table of what is live and comes next', async () => {
    const content = {
      id: 'spring',
      trigger: { schedule: { daily: { at: '09:30' }, timeZone: 'Europe/Prague' } },
      validFrom: '2999-06-01T00:00:00Z',
    }
    api.drafts.set('spring', { content, revision: 1, state: 'approved' })
    await run(['go-live', 'spring'])
    expect((await json('status', 'spring')).body).toMatchObject([
      { campaignId: 'spring', live: { version: 1 }, nextLaunch: '2999-06-01T07:30:00.000Z' },
    ])
    expect(await run(['status', 'spring', 'none'])).toBe(1)
    expect(err).toMatch(/none: no such campaign/)
  })

  it('says in the API’s words what is refused', async () => {
    expect(await run(['submit', 'unknown'])).toBe(1)
    expect(err).toMatch(/404 no-such-campaign/)
    expect(err).not.toMatch(/at .*\.ts/)
  })

  it('watches a launch until it has ended', async () => {
    const launch = (state: string, done: number) => ({
      body: {
        launchId: 'L',
        state,
        at: '2026-11-22T10:00:00.000Z',
        progress: { done, total: 10, funnel: { won: done } },
      },
    })
    api.answer('GET /v1/launches/L', launch('running', 5), launch('done', 10))
    expect(await run(['watch', 'L'])).toBe(0)
    expect(out).toMatch(/won/)
    api.answer('GET /v1/launches/L', launch('cancelled', 5))
    expect(await run(['watch', 'L'])).toBe(1)
  })

  it('launches at a rate', async () => {
    api.answer('POST /v1/campaigns/c/launches', { body: { launchId: 'L', state: 'planned', at: 'x' } })
    expect(await run(['launch', 'c', '--rate', '50'])).toBe(0)
    expect(api.seen.at(-1)?.body).toEqual({ customersPerSecond: 50 })
    await expect(run(['launch', 'c', '--rate', '0'])).rejects.toThrow(/--rate 0/)
  })

  it('shows what came of it', async () => {
    const counts = { sent: 12, tasksDone: 3 }
    const body = { campaignId: 'c', rows: [], versions: [{ campaignVersion: 2, counts }], total: { counts } }
    api.answer('GET /v1/campaigns/c/results?from=2026-11-01', { body })
    expect(await run(['results', 'c', '--from', '2026-11-01'])).toBe(0)
    expect(out).toMatch(/sent[^\n]*12[^\n]*12/)
    expect(out).not.toMatch(/bounced/)
  })
})

describe('a command', () => {
  it.each([
    [[]],
    [['nonsense']],
    [['push']],
    [['push', 'x', '--wrong']],
    [['reject', 'x']],
    [['submit', 'a', 'b']],
    [['constructor']],
  ])('that is meant otherwise is told so: %j', async (args) => {
    await expect(run(args)).rejects.toBeInstanceOf(UsageError)
  })
})

it('a file’s lines are found by path', () => {
  const document = readDocument('id: x\nmessages:\n  en:\n    title: y\n')
  if ('faults' in document) throw new Error('cannot be read')
  expect(document.lineOf('messages.en')).toBe(3)
})
