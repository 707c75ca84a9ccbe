import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { draftRoutes } from '#functions/api/routes/campaign-drafts.ts'
import { lifeRoutes } from '#functions/api/routes/campaign-life.ts'
import { versionRoutes } from '#functions/api/routes/campaign-versions.ts'
import { campaignRoutes } from '#functions/api/routes/campaigns.ts'
import { templateProblems } from '#shared/adapters/liquid/template-problems.ts'
import type { Role } from '#shared/domain/access/caller.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { type ApiRequest, apiClient } from '#test/support/api/api-client.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import {
  changed,
  marketingCampaign,
  serviceCampaign,
  type Written,
} from '#test/support/builders/written-campaigns.ts'
import { inMemoryCampaigns } from '#test/support/fakes/in-memory-campaigns.ts'
import { inMemorySegments } from '#test/support/fakes/in-memory-segments.ts'

const person = (name: string, ...groups: Role[]) => ({ userId: `id-of-${name}`, name, groups })
const jana = person('jana', 'marketer')
const both = person('both', 'marketer', 'approver')
const petr = person('petr', 'approver')
const claire = person('claire', 'compliance')

/** The API over stores that are really kept; time stands still. */
const world = () => {
  const stores = inMemoryCampaigns()
  const segments = inMemorySegments()
  const client = apiClient({
    routes: [...campaignRoutes, ...draftRoutes, ...lifeRoutes, ...versionRoutes],
    dependencies: {
      ...stores,
      segments: segments.store,
      settingsStore: {
        read: async () => ({ settings: defaultSettings, tag: 'x' }),
      },
      templates: templateProblems,
    },
    caller: jana,
  })
  const at = (path: string) => `/v1/campaigns/low-balance${path}`
  const etagOf = async (): Promise<string> => (await client.get(at('/draft'))).headers.get('etag') ?? ''
  /** With the ETag that is right at that moment. */
  const seen = async (request: ApiRequest = {}) => ({ ...request, headers: { 'if-match': await etagOf() } })
  const create = (content: Written = serviceCampaign) => client.post('/v1/campaigns', { body: { content } })
  const put = async (content: Written) => client.put(at('/draft'), await seen({ body: { content } }))
  const submit = async () => client.post(at('/submit'), await seen())
  const approve = async (as = petr) => client.post(at('/approve'), await seen({ as }))
  const reject = async (because: string) =>
    client.post(at('/reject'), await seen({ as: petr, body: { because } }))
  const act = (path: string, body: unknown = {}, as = both) => client.post(at(path), { body, as })
  const approved = async (content: Written = serviceCampaign) => {
    await create(content)
    await submit()
    return approve(content.flags ? claire : petr)
  }
  return {
    ...stores,
    segments,
    client,
    at,
    etagOf,
    seen,
    create,
    put,
    submit,
    approve,
    reject,
    act,
    approved,
  }
}
type World = ReturnType<typeof world>

const live = async ({ approved, act }: World) => {
  await approved()
  return act('/go-live')
}

describe('a campaign from its draft to its end', () => {
  it('is written, corrected, submitted, approved by another, put live, paused, resumed, ended', async () => {
    const { client, create, put, submit, approve, act, at, lines } = world()
    const broken = changed(serviceCampaign, 'messages.en.sms.text', '{{ signal.amuont }}')
    expect(await create(broken)).toMatchObject({
      status: 201,
      body: { state: 'draft', version: 1, revision: 1 },
    })
    expect(await submit()).toMatchObject({
      status: 422,
      body: { code: 'lint', problems: [{ path: 'content.messages.en.sms.text', code: 'variable-unknown' }] },
    })
    expect(await put(serviceCampaign)).toMatchObject({ status: 200, body: { state: 'draft', revision: 2 } })
    expect(await submit()).toMatchObject({ body: { state: 'submitted', submitted: { name: 'jana' } } })
    expect(await approve()).toMatchObject({ body: { state: 'approved', approved: { by: 'id-of-petr' } } })
    expect((await client.get(at('/versions/1'))).body).toMatchObject({
      createdBy: 'jana',
      approvedBy: 'petr',
    })
    expect(await act('/go-live')).toMatchObject({ status: 200, body: { version: 1, status: 'live' } })
    expect(await act('/pause', { note: 'a typing error' })).toMatchObject({ body: { status: 'paused' } })
    expect(await act('/resume')).toMatchObject({ body: { status: 'live' } })
    expect(await act('/end')).toMatchObject({ body: { status: 'ended' } })
    expect(lines.map(({ subject, action, caller }) => [subject, action, caller.name])).toEqual(
      [
        ['created', 'jana'],
        ['edited', 'jana'],
        ['submitted', 'jana'],
        ['approved', 'petr'],
        ['went-live', 'both'],
        ['paused', 'both'],
        ['resumed', 'both'],
        ['ended', 'both'],
      ].map(([action, name]) => ['campaign#low-balance', action, name]),
    )
  })

  it('goes back to its authors with the reason, and is submitted only after it was written on', async () => {
    const { create, put, submit, reject, client, at } = world()
    await create()
    await submit()
    expect(await reject('too many words')).toMatchObject({ status: 200, body: { state: 'rejected' } })
    expect(await submit()).toMatchObject({ status: 409, body: { code: 'wrong-state' } })
    await put(serviceCampaign)
    expect((await client.get(at('/draft'))).body).toMatchObject({
      state: 'draft',
      rejected: { name: 'petr', because: 'too many words' },
    })
    expect((await submit()).body).not.toHaveProperty('rejected')
  })
})

describe('what is not possible is a conflict, in every state', () => {
  const states: Record<string, (one: World) => Promise<unknown>> = {
    draft: ({ create }) => create(),
    submitted: async ({ create, submit }) => {
      await create()
      await submit()
    },
    approved: ({ approved }) => approved(),
    live,
    paused: async (one) => {
      await live(one)
      await one.act('/pause')
    },
    ended: async (one) => {
      await live(one)
      await one.act('/end')
    },
  }
  const refused: [state: string, actions: string[]][] = [
    ['draft', ['approve', 'reject', 'go-live', 'pause', 'resume', 'end', 'schedule', 'unschedule']],
    ['submitted', ['submit', 'go-live', 'pause', 'resume', 'end', 'schedule', 'unschedule']],
    ['approved', ['submit', 'approve', 'reject', 'pause', 'resume', 'end', 'unschedule']],
    ['live', ['submit', 'approve', 'reject', 'go-live', 'resume', 'schedule', 'unschedule']],
    ['paused', ['submit', 'approve', 'go-live', 'pause', 'schedule']],
    ['ended', ['submit', 'approve', 'go-live', 'pause', 'resume', 'end', 'schedule']],
  ]
  const tryIt = async (action: string, { client, at, seen, act }: World) => {
    const admin = person('all', 'marketer', 'approver')
    if (action === 'unschedule') return client.delete(at('/schedule'), { as: admin })
    if (action === 'schedule') return act('/schedule', { goLiveAt: '2027-02-01T09:00:00+01:00' })
    if (['submit', 'approve', 'reject'].includes(action)) {
      const body = action === 'reject' ? { body: { because: 'no' } } : {}
      return client.post(at(`/${action}`), await seen({ as: admin, ...body }))
    }
    return act(`/${action}`)
  }

  it.each(refused.flatMap(([state, actions]) => actions.map((action) => [state, action])))(
    'while it is %s: %s',
    async (state, action) => {
      const one = world()
      await states[state]?.(one)
      const before = one.lines.length
      expect(await tryIt(action, one)).toMatchObject({ status: 409 })
      expect(one.lines).toHaveLength(before)
    },
  )
})

describe('who approves', () => {
  it('never wrote on it, in this version or an earlier one, nor submitted it', async () => {
    const { create, submit, approve, put, client, at, seen } = world()
    await create()
    await client.put(at('/draft'), await seen({ as: both, body: { content: serviceCampaign } }))
    await submit()
    expect(await approve(both)).toMatchObject({ status: 403, body: { code: 'own-campaign' } })
    expect(await approve(petr)).toMatchObject({ status: 200 })
    await put(changed(serviceCampaign, 'name', 'Another name'))
    await submit()
    expect(await approve(both)).toMatchObject({ status: 403, body: { code: 'own-campaign' } })
  })

  it('is not whoever handed it over', async () => {
    const { create, approve, client, at, seen } = world()
    await create()
    await client.post(at('/submit'), await seen({ as: both }))
    expect(await approve(both)).toMatchObject({ status: 403, body: { code: 'own-campaign' } })
  })

  it('is not the author of what it was cloned from', async () => {
    const { create, client } = world()
    await client.post('/v1/campaigns', { as: both, body: { content: serviceCampaign } })
    const cloned = await client.post('/v1/campaigns/low-balance/clone', { body: { campaignId: 'the-same' } })
    expect(cloned).toMatchObject({
      status: 201,
      body: { campaignId: 'the-same', content: { id: 'the-same' } },
    })
    const submitted = await client.post('/v1/campaigns/the-same/submit', {
      headers: { 'if-match': cloned.headers.get('etag') ?? '' },
    })
    const approval = await client.post('/v1/campaigns/the-same/approve', {
      as: both,
      headers: { 'if-match': submitted.headers.get('etag') ?? '' },
    })
    expect(approval).toMatchObject({ status: 403, body: { code: 'own-campaign' } })
    expect(await create(changed(serviceCampaign, 'id', 'the-same'))).toMatchObject({ status: 409 })
  })

  it('is of compliance where an exception is asked for, and answers for it by name', async () => {
    const { create, submit, approve, client, at } = world()
    await create(changed(serviceCampaign, 'flags', { mandatoryNotice: { approvedBy: 'jana' } }))
    await submit()
    expect(await approve(petr)).toMatchObject({ status: 403, body: { code: 'needs-compliance' } })
    expect(await approve(claire)).toMatchObject({ status: 200 })
    expect((await client.get(at('/versions/1'))).body.flags).toEqual({
      mandatoryNotice: { approvedBy: 'claire' },
    })
  })

  it('approves what was submitted, not what a segment became since', async () => {
    const { segments, create, submit, approve, client, at } = world()
    const audit = { subject: 's', action: 'a', at: new Date(0), caller: jana, requestId: 'r' }
    const segment = (value: number, revision: number) => ({
      segmentId: 'seniors',
      name: 'Seniors',
      condition: { field: 'customer.age', op: 'gte', value },
      revision,
      updatedAt: '',
      updatedBy: 'x',
    })
    await segments.store.create(segment(65, 1), audit)
    await create(changed(serviceCampaign, 'audience', { not: { segment: 'seniors' } }))
    await submit()
    await segments.store.change(segment(20, 2), 1, audit)
    await approve()
    expect((await client.get(at('/versions/1'))).body.audience).toEqual({
      not: { field: 'customer.age', op: 'gte', value: 65 },
    })
    expect((await client.get(at('/draft'))).body.content.audience).toEqual({ not: { segment: 'seniors' } })
  })
})

describe('a change is of what was looked at', () => {
  const changes: [string, string, ApiRequest][] = [
    ['put', '/draft', { body: { content: serviceCampaign } }],
    ['post', '/submit', {}],
    ['post', '/approve', { as: petr }],
    ['post', '/reject', { as: petr, body: { because: 'x' } }],
  ]
  it.each(changes)('%s %s', async (method, path, request) => {
    const { client, create, submit, at, etagOf, lines } = world()
    await create()
    if (path !== '/submit') await submit()
    const before = lines.length
    expect(await client.request(method.toUpperCase(), at(path), request)).toMatchObject({ status: 428 })
    const stale = { ...request, headers: { 'if-match': '"999"' } }
    expect(await client.request(method.toUpperCase(), at(path), stale)).toMatchObject({
      status: 412,
      body: { code: 'campaign-changed' },
    })
    expect(lines).toHaveLength(before)
    const right = { ...request, headers: { 'if-match': await etagOf() } }
    expect(await client.request(method.toUpperCase(), at(path), right)).toMatchObject({ status: 200 })
  })

  it('is refused for an approver who looked at what was edited since', async () => {
    const { client, create, submit, put, at, etagOf } = world()
    await create()
    await submit()
    const looked = await etagOf()
    await put(changed(serviceCampaign, 'name', 'Something else'))
    expect(await client.post(at('/approve'), { as: petr, headers: { 'if-match': looked } })).toMatchObject({
      status: 412,
    })
    expect(await client.get(at('/versions/1'))).toMatchObject({ status: 404 })
  })
})

describe('what is not there is not found', () => {
  it.each([
    ['get', ''],
    ['get', '/draft'],
    ['get', '/draft/problems'],
    ['put', '/draft'],
    ['post', '/submit'],
    ['post', '/approve'],
    ['post', '/reject'],
    ['post', '/go-live'],
    ['post', '/schedule'],
    ['delete', '/schedule'],
    ['post', '/pause'],
    ['post', '/resume'],
    ['post', '/end'],
    ['post', '/clone'],
    ['get', '/versions'],
    ['get', '/versions/1'],
    ['get', '/versions/1/diff'],
  ])('%s %s', async (method, path) => {
    const { client, at } = world()
    const bodies: Record<string, unknown> = {
      '/draft': { content: serviceCampaign },
      '/reject': { because: 'x' },
      '/schedule': { goLiveAt: '2027-02-01T09:00:00+01:00' },
      '/clone': { campaignId: 'another' },
    }
    const body = method === 'get' || method === 'delete' ? {} : { body: bodies[path] ?? {} }
    const as = person('all', 'marketer', 'approver', 'compliance')
    const answer = await client.request(method.toUpperCase(), at(path), {
      ...body,
      as,
      headers: { 'if-match': '"1"' },
    })
    expect(answer).toMatchObject({ status: 404, body: { code: 'no-such-campaign' } })
  })
})

describe('a draft', () => {
  it('may be wrong, but must be possible to keep', async () => {
    const { create, put, lines } = world()
    for (const [content, path, code] of [
      [{ ...serviceCampaign, id: undefined }, 'content.id', 'wrong-format'],
      [changed(serviceCampaign, 'id', 'system-x'), 'content.id', 'wrong-format'],
      [{ ...serviceCampaign, name: '余'.repeat(40_000) }, 'content', 'too-big'],
    ] as [Written, string, string][])
      expect(await create(content)).toMatchObject({ status: 422, body: { problems: [{ path, code }] } })
    expect(lines).toHaveLength(0)
    expect(await create({ id: 'low-balance', anything: [1] })).toMatchObject({ status: 201 })
    expect(await put(changed(serviceCampaign, 'id', 'another'))).toMatchObject({
      status: 422,
      body: { problems: [{ path: 'content.id', code: 'other-campaign' }] },
    })
    expect(await create()).toMatchObject({ status: 409, body: { code: 'campaign-exists' } })
  })

  it('may be a whole campaign file: what the server sets is left out, with a warning', async () => {
    const { client } = world()
    const file = new URL(
      '../../../../../shared/example-campaigns/large-deposit-savings.yaml',
      import.meta.url,
    )
    const content = parse(readFileSync(file, 'utf8'))
    const created = await client.post('/v1/campaigns', { body: { content } })
    expect(created.body.warnings.map(({ path }: { path: string }) => path)).toEqual([
      'version',
      'status',
      'createdBy',
      'approvedBy',
    ])
    const problems = await client.get('/v1/campaigns/large-deposit-savings/draft/problems')
    expect(problems.body).toEqual({ problems: [] })
    const linted = await client.post('/v1/campaigns/lint', { body: { content } })
    expect(linted.body.problems.every(({ severity }: { severity: string }) => severity === 'warning')).toBe(
      true,
    )
  })

  it('is told all that is wrong with it at once, also where a segment is not there', async () => {
    const { client } = world()
    const content = changed(
      changed(marketingCampaign, 'audience', { segment: 'nobody' }),
      'messages.en.sms.text',
      '{{ nothing }}',
    )
    const { status, body } = await client.post('/v1/campaigns/lint', { body: { content } })
    expect(status).toBe(200)
    const errors = body.problems.filter(({ severity }: { severity: string }) => severity === 'error')
    expect(errors.map(({ path, code }: Record<string, string>) => [path, code])).toEqual(
      expect.arrayContaining([
        ['audience', 'unknown-segment'],
        ['messages.en.sms.text', 'variable-unknown'],
      ]),
    )
  })
})

describe('a version', () => {
  const second = async ({ put, submit, approve }: World) => {
    await put(changed(serviceCampaign, 'expiresAfterHours', 48))
    await submit()
    await approve()
  }

  it('that is newer replaces the live one, and never the other way round', async () => {
    const one = world()
    await live(one)
    await second(one)
    expect(await one.client.get(one.at(''))).toMatchObject({
      body: { draft: { state: 'approved', version: 2 }, live: { version: 1, status: 'live' } },
    })
    expect(await one.act('/go-live')).toMatchObject({ body: { version: 2 } })
    expect(await one.act('/go-live', { version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'newer-version' },
    })
    expect(await one.act('/go-live', { version: 3 })).toMatchObject({
      status: 404,
      body: { code: 'no-such-version' },
    })
  })

  it('is put live by a marketer, and names who began it', async () => {
    const one = world()
    const { client, at, seen, act, submit, approve } = one
    await one.approved()
    expect(await act('/go-live', {}, jana)).toMatchObject({ status: 200 })
    const content = changed(serviceCampaign, 'name', 'By another')
    await client.put(at('/draft'), await seen({ as: person('eva', 'marketer'), body: { content } }))
    await submit()
    await approve()
    expect(await act('/go-live', {}, jana)).toMatchObject({ status: 200, body: { version: 2 } })
    expect((await client.get(at('/versions'))).body.items.map(({ createdBy }: Written) => createdBy)).toEqual(
      ['eva', 'jana'],
    )
  })

  it('starts an ended campaign anew', async () => {
    const one = world()
    await live(one)
    await one.act('/end')
    await second(one)
    expect(await one.act('/go-live')).toMatchObject({ body: { version: 2, status: 'live' } })
  })

  it.each<[string, string[], { withdrawnUpTo?: number }]>([
    ['paused', ['/pause'], { withdrawnUpTo: 1 }],
    ['ended', ['/end'], { withdrawnUpTo: 1 }],
    ['paused and ended', ['/pause', '/end'], { withdrawnUpTo: 1 }],
    ['live', [], {}],
    ['live again', ['/pause', '/resume'], {}],
  ])('in the place of one that is %s tells what is withdrawn with that', async (_, steps, told) => {
    const one = world()
    await live(one)
    for (const step of steps) await one.act(step)
    await second(one)
    const { body } = await one.act('/go-live')
    expect(body).toEqual({ campaignId: 'low-balance', version: 2, status: 'live', ...told })
    expect((await one.client.get(one.at(''))).body.live).toEqual({ version: 2, status: 'live', ...told })
    expect(one.lines.at(-1)?.details?.withdrawnUpTo).toBe(told.withdrawnUpTo)
  })

  it('keeps what was withdrawn before, through everything that happens to it', async () => {
    const one = world()
    const next = async (hours: number) => {
      await one.put(changed(serviceCampaign, 'expiresAfterHours', hours))
      await one.submit()
      await one.approve()
    }
    await live(one)
    await one.act('/pause')
    await next(48)
    for (const step of ['/go-live', '/pause', '/resume'])
      expect((await one.act(step)).body).toMatchObject({ version: 2, withdrawnUpTo: 1 })
    await next(72)
    expect((await one.act('/go-live')).body).toMatchObject({ version: 3, withdrawnUpTo: 1 })
    expect((await one.act('/end')).body).toMatchObject({ version: 3, withdrawnUpTo: 1 })
    await next(96)
    expect((await one.act('/go-live')).body).toMatchObject({ version: 4, withdrawnUpTo: 3 })
    for (const { body } of await Promise.all(
      [1, 2, 3, 4].map((each) => one.client.get(one.at(`/versions/${each}`))),
    ))
      expect(body).not.toHaveProperty('withdrawnUpTo')
  })

  it('is listed and compared, also with the draft', async () => {
    const one = world()
    const { client, at, put } = one
    await live(one)
    await second(one)
    await put(changed(serviceCampaign, 'priority', 5))
    const versions = await client.get(at('/versions?limit=1'))
    expect(versions.body.items).toMatchObject([{ version: 2 }])
    const rest = await client.get(at(`/versions?limit=1&cursor=${versions.body.next}`))
    expect(rest.body).toEqual({ items: [expect.objectContaining({ version: 1 })] })
    const change = { path: 'expiresAfterHours', kind: 'changed', before: 24, after: 48 }
    for (const [version, query] of [
      [2, ''],
      [2, '?against=1'],
      [1, '?against=2'],
    ])
      expect((await client.get(at(`/versions/${version}/diff${query}`))).body).toEqual({
        from: 1,
        to: 2,
        differences: [change],
      })
    expect((await client.get(at('/versions/1/diff?against=draft'))).body).toEqual({
      from: 1,
      to: 'draft',
      differences: [{ path: 'priority', kind: 'changed', before: 0, after: 5 }],
    })
    expect(await client.get(at('/versions/2/diff?against=9'))).toMatchObject({ status: 404 })
    expect(await client.get(at('/versions/2/diff?against=live'))).toMatchObject({ status: 400 })
  })

  it('whose time is over does not go live', async () => {
    const { approved, act } = world()
    await approved({ ...serviceCampaign, validUntil: '2027-01-15T09:59:59Z' })
    expect(await act('/go-live')).toMatchObject({ status: 409, body: { code: 'validity-over' } })
  })
})

describe('a date to go live', () => {
  it.each([['2027-01-15T10:00:00Z'], ['2026-01-01T00:00:00Z'], ['2028-06-01T00:00:00Z']])(
    '%s is not ahead, or too far',
    async (goLiveAt) => {
      const { approved, act } = world()
      await approved()
      expect(await act('/schedule', { goLiveAt })).toMatchObject({
        status: 422,
        body: { problems: [{ path: 'goLiveAt' }] },
      })
    },
  )

  it('is set, set anew, and taken back', async () => {
    const { approved, act, client, at } = world()
    await approved()
    await act('/schedule', { goLiveAt: '2027-02-01T09:00:00+01:00' })
    expect(await act('/schedule', { goLiveAt: '2027-02-02T09:00:00+01:00' })).toMatchObject({
      status: 200,
      body: { version: 1, goLiveAt: '2027-02-02T08:00:00.000Z' },
    })
    expect((await client.get(at(''))).body.goLive).toMatchObject({ state: 'waiting' })
    expect(await client.delete(at('/schedule'))).toMatchObject({ status: 204 })
    expect((await client.get(at(''))).body.goLive).toMatchObject({ state: 'cancelled' })
    expect(await client.delete(at('/schedule'))).toMatchObject({
      status: 409,
      body: { code: 'not-scheduled' },
    })
  })
})

describe('a campaign that the engine has paused for complaints', () => {
  const stopped = async () => {
    const one = world()
    await live(one)
    one.pauseForComplaints('low-balance')
    return one
  }

  it('is resumed by an approver or compliance only, who say why', async () => {
    const { act } = await stopped()
    expect(await act('/resume', { note: 'fine' }, jana)).toMatchObject({
      status: 403,
      body: { code: 'paused-for-complaints' },
    })
    expect(await act('/resume', {}, petr)).toMatchObject({
      status: 422,
      body: { problems: [{ path: 'note' }] },
    })
    expect(await act('/resume', { note: 'one angry list' }, claire)).toMatchObject({
      status: 200,
      body: { status: 'live' },
    })
  })

  it('is not brought back by its author with another version', async () => {
    const one = await stopped()
    await one.put(changed(serviceCampaign, 'name', 'The same again'))
    await one.submit()
    await one.approve()
    expect(await one.act('/go-live', {}, jana)).toMatchObject({ status: 403 })
    expect(await one.act('/go-live', {}, petr)).toMatchObject({ status: 200, body: { version: 2 } })
  })
})

describe('the list of campaigns', () => {
  it('has drafts and what was seeded, in pages by id', async () => {
    const { client, create, seed } = world()
    seed(aCampaign({ id: 'bbb', name: 'Seeded' }))
    seed(aCampaign({ id: 'ddd' }))
    for (const id of ['aaa', 'ccc']) await create(changed(serviceCampaign, 'id', id))
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await client.get(`/v1/campaigns?limit=3${cursor}`)
      seen.push(...body.items.map(({ campaignId }: { campaignId: string }) => campaignId))
      cursor = body.next === undefined ? '' : `&cursor=${body.next}`
    } while (cursor !== '')
    expect(seen).toEqual(['aaa', 'bbb', 'ccc', 'ddd'])
    expect((await client.get('/v1/campaigns?limit=2')).body.items).toMatchObject([
      { campaignId: 'aaa', draft: { state: 'draft' } },
      { campaignId: 'bbb', name: 'Seeded', live: { version: 1, status: 'live' } },
    ])
  })

  it('has seeded ones that are edited from revision 0', async () => {
    const { client, seed } = world()
    seed(aCampaign())
    const draft = await client.get('/v1/campaigns/low-balance/draft')
    expect(draft.headers.get('etag')).toBe('"0"')
    const edited = await client.put('/v1/campaigns/low-balance/draft', {
      headers: { 'if-match': '"0"' },
      body: { content: draft.body.content },
    })
    expect(edited).toMatchObject({ status: 200, body: { version: 2, revision: 1, state: 'draft' } })
    expect((await client.get('/v1/campaigns/low-balance')).body.live).toMatchObject({ version: 1 })
  })
})
