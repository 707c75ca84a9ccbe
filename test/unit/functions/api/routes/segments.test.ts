import { describe, expect, it } from 'vitest'
import { segmentRoutes } from '#functions/api/routes/segments.ts'
import { apiClient } from '#test/support/api/api-client.ts'
import { inMemorySegments } from '#test/support/fakes/in-memory-segments.ts'

const seniors = { field: 'customer.age', op: 'gte', value: 65 }

const world = (drafts: Parameters<typeof inMemorySegments>[0] = []) => {
  const { store, lines } = inMemorySegments(drafts)
  const client = apiClient({
    routes: segmentRoutes,
    dependencies: { segments: store },
    caller: { userId: 'u-mara', name: 'mara', groups: ['marketer'] },
  })
  const create = (segmentId: string, condition: unknown = seniors) =>
    client.post('/v1/segments', { body: { segmentId, name: segmentId, condition } })
  const put = (segmentId: string, condition: unknown, etag: string) =>
    client.put(`/v1/segments/${segmentId}`, {
      body: { name: 'changed', condition },
      headers: { 'if-match': etag },
    })
  return { client, lines, create, put }
}

describe('a segment', () => {
  it('is created, read, changed by who has seen it, and deleted; each change with its audit line', async () => {
    const { client, lines, create, put } = world()
    const created = await create('seniors')
    expect(created).toMatchObject({ status: 201, body: { segmentId: 'seniors', updatedBy: 'mara' } })
    const etag = created.headers.get('etag') ?? ''
    expect((await client.get('/v1/segments/seniors')).body).toEqual(created.body)
    const changed = await put('seniors', { not: seniors }, etag)
    expect(changed).toMatchObject({ status: 200, body: { name: 'changed', condition: { not: seniors } } })
    expect(await put('seniors', seniors, etag)).toMatchObject({
      status: 412,
      body: { code: 'segment-changed' },
    })
    const gone = await client.delete('/v1/segments/seniors', {
      headers: { 'if-match': changed.headers.get('etag') ?? '' },
    })
    expect(gone.status).toBe(204)
    expect(await client.get('/v1/segments/seniors')).toMatchObject({ status: 404 })
    expect(lines.map(({ subject, action, caller }) => [subject, action, caller.userId])).toEqual([
      ['segment#seniors', 'segment-created', 'u-mara'],
      ['segment#seniors', 'segment-changed', 'u-mara'],
      ['segment#seniors', 'segment-deleted', 'u-mara'],
    ])
  })

  it('is not created twice', async () => {
    const { create } = world()
    await create('seniors')
    expect(await create('seniors', { not: seniors })).toMatchObject({
      status: 409,
      body: { code: 'segment-exists' },
    })
  })

  it('is not changed and not deleted by who has not looked', async () => {
    const { client, create } = world()
    await create('seniors')
    expect(await client.delete('/v1/segments/seniors')).toMatchObject({ status: 428 })
    expect(
      await client.put('/v1/segments/seniors', { body: { name: 'x', condition: seniors } }),
    ).toMatchObject({ status: 428 })
  })

  it('is listed in pages by id', async () => {
    const { client, create } = world()
    for (const id of ['ccc', 'aaa', 'bbb']) await create(id)
    const first = await client.get('/v1/segments?limit=2')
    expect(first.body.items.map(({ segmentId }: { segmentId: string }) => segmentId)).toEqual(['aaa', 'bbb'])
    const second = await client.get(`/v1/segments?limit=2&cursor=${first.body.next}`)
    expect(second.body).toMatchObject({ items: [{ segmentId: 'ccc' }] })
    expect(second.body.next).toBeUndefined()
  })
})

describe('a condition that cannot stand is refused with its path, and changes nothing', () => {
  it.each([
    ['no condition', 'everybody', 'condition', 'wrong-type'],
    [
      'an unknown field',
      { all: [seniors, { field: 'customer.aeg', op: 'gte', value: 1 }] },
      'condition.all.1.field',
      'unknown-field',
    ],
    [
      'a comparison of other types',
      { field: 'customer.age', op: 'gte', value: 'old' },
      'condition.value',
      undefined,
    ],
    [
      'what nobody fulfils',
      { all: [seniors, { field: 'customer.age', op: 'lt', value: 18 }] },
      'condition',
      'condition-impossible',
    ],
    ['an unknown segment', { any: [seniors, { segment: 'gone' }] }, 'condition.any.1', 'unknown-segment'],
    ['itself', { not: { segment: 'wrong' } }, 'condition.not', 'segment-cycle'],
  ])('%s', async (_, condition, path, code) => {
    const { client, lines, create } = world()
    const { status, body } = await create('wrong', condition)
    expect(status).toBe(422)
    expect(body.problems).toEqual(
      expect.arrayContaining([expect.objectContaining({ path, ...(code ? { code } : {}) })]),
    )
    expect((await client.get('/v1/segments/wrong')).status).toBe(404)
    expect(lines).toEqual([])
  })

  it('a change that would lead two segments in a circle', async () => {
    const { create, put } = world()
    const first = await create('first')
    await create('second', { not: { segment: 'first' } })
    expect(await put('first', { not: { segment: 'second' } }, first.headers.get('etag') ?? '')).toMatchObject(
      { status: 422, body: { problems: [{ path: 'condition.not', code: 'segment-cycle' }] } },
    )
  })
})

describe('a segment that something stands on is not deleted', () => {
  const remove = async (drafts: Parameters<typeof inMemorySegments>[0]) => {
    const { client, create } = world(drafts)
    const { headers } = await create('seniors')
    await create('retired', { all: [{ segment: 'seniors' }] })
    return client.delete('/v1/segments/seniors', { headers: { 'if-match': headers.get('etag') ?? '' } })
  }

  it.each([
    ['a segment', [], ['segments.retired']],
    [
      'a draft, by way of another segment',
      [{ campaignId: 'tea-party', content: { audience: { segment: 'retired' } } }],
      ['segments.retired', 'drafts.tea-party'],
    ],
  ])('%s', async (_, drafts, users) => {
    const { status, body } = await remove(drafts)
    expect(status).toBe(409)
    expect(body.problems.map(({ path }: { path: string }) => path)).toEqual(users)
  })
})
