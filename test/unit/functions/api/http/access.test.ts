import { describe, expect, it } from 'vitest'
import { callerOf } from '#functions/api/http/caller-of.ts'
import { apiClient } from '#test/support/api/api-client.ts'
import { createShelf, shelfRoutes } from '#test/support/api/shelf-routes.ts'

const claims = { sub: 'u-1', token_use: 'id', 'cognito:username': 'mara', 'cognito:groups': '[marketer]' }

describe('who a token speaks for', () => {
  it.each([
    ['[marketer approver]', ['marketer', 'approver']],
    ['[marketer, approver]', ['marketer', 'approver']],
    [['compliance'], ['compliance']],
    ['admin', ['admin']],
    ['[]', []],
    ['', []],
    [undefined, []],
    ['[marketers Admin root]', []],
    ['[root admin]', ['admin']],
  ])('groups %j are %j', (groups, expected) => {
    expect(callerOf({ ...claims, 'cognito:groups': groups }).groups).toEqual(expected)
  })

  it('knows an address only where the pool has verified it', () => {
    const address = { email: 'mara@bank.example', phone_number: '+420123456789' }
    expect(callerOf({ ...claims, ...address })).not.toHaveProperty('email')
    const unverified = { email_verified: 'false', phone_number_verified: false }
    expect(callerOf({ ...claims, ...address, ...unverified })).not.toHaveProperty('phone')
    const verified = { email_verified: 'true', phone_number_verified: true }
    expect(callerOf({ ...claims, ...address, ...verified })).toMatchObject({
      email: 'mara@bank.example',
      phone: '+420123456789',
    })
  })

  it.each([
    ['no claims', undefined],
    ['no subject', { ...claims, sub: undefined }],
    ['an empty subject', { ...claims, sub: '' }],
    ['an access token', { ...claims, token_use: 'access' }],
    ['no use', { ...claims, token_use: undefined }],
    ['no name', { ...claims, 'cognito:username': undefined }],
    ['text', 'mara'],
  ])('%s is nobody', (_what, given) => {
    expect(() => callerOf(given)).toThrow(expect.objectContaining({ status: 401 }))
  })
})

describe('who may', () => {
  const shelf = createShelf(['Ulysses'])
  const client = apiClient({ routes: shelfRoutes, dependencies: shelf })

  it.each([
    [{ groups: ['marketer'] }, 201],
    [{ groups: ['admin', 'marketer'] }, 201],
    [{ groups: ['admin'] }, 403],
    [{ groups: [] }, 403],
    [null, 401],
  ] as const)('%j: %i', async (as, status) => {
    const before = shelf.writes
    const answer = await client.post('/v1/books', { body: { title: 'Emma' }, as: as as null })
    expect(answer.status).toBe(status)
    expect(shelf.writes - before).toBe(status === 201 ? 1 : 0)
  })

  it('is said before anything else: a route that is not yours tells nothing of what you sent', async () => {
    for (const as of [{ groups: [] }, null]) {
      const answer = await client.put('/v1/books/!', { body: 'no json', as })
      expect([401, 403]).toContain(answer.status)
      expect(answer.body).not.toHaveProperty('problems')
    }
  })

  it('asks for a token as HTTP does', async () => {
    const { headers } = await client.get('/v1/books', { as: null })
    expect(headers.get('www-authenticate')).toBe('Bearer')
  })

  it('needs no token where a route is for everybody', async () => {
    expect((await client.get('/v1/books/count', { as: null })).status).toBe(200)
  })
})
