import { expect, test } from 'vitest'
import { meRoutes } from '#functions/api/routes/me.ts'
import { apiClient } from '#test/support/api/api-client.ts'

const client = apiClient({ routes: meRoutes, dependencies: {} })

test('tells the caller who they are and what they may do', async () => {
  const { status, body, headers } = await client.get('/v1/me', {
    as: { userId: 'u-1', name: 'mara', groups: ['marketer', 'approver'], branchId: 'B7' },
  })
  expect(status).toBe(200)
  expect(body).toEqual({ userId: 'u-1', name: 'mara', groups: ['marketer', 'approver'], branchId: 'B7' })
  expect(headers.get('cache-control')).toBe('no-store')
})

test('nobody without a token, nobody without a role', async () => {
  expect(await client.get('/v1/me', { as: null })).toMatchObject({ status: 401, body: { code: 'no-token' } })
  expect(await client.get('/v1/me')).toMatchObject({ status: 403, body: { code: 'not-your-role' } })
})
