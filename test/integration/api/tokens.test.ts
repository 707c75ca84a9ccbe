import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type LocalCloud, startLocalCloud } from '#infra/local/cloud.ts'
import { badTokens, bearer, tokenFor } from '#test/support/local-cloud/tokens.ts'

const HOUR = 3_600_000
const dataDirectory = mkdtempSync(path.join(tmpdir(), 'bellwether-tokens-'))
let cloud: LocalCloud

beforeAll(async () => {
  cloud = await startLocalCloud({ dataDirectory, assembly: inject('assembly'), schedules: 'manual' })
})
afterAll(async () => {
  await cloud?.stop()
  rmSync(dataDirectory, { recursive: true, force: true })
})

const me = (token?: string) =>
  fetch(`${cloud.outputs.ApiUrl}/v1/me`, { headers: token === undefined ? {} : bearer(token) })

describe('the API of the deployed template, on the local cloud', () => {
  it.each(['marketer', 'approver', 'relationship-manager', 'compliance', 'admin'])(
    'knows a %s by the token',
    async (role) => {
      const answer = await me(
        await tokenFor(cloud, role, { username: 'jana', managerId: 'M7', branchId: 'B1' }),
      )
      expect(answer.status).toBe(200)
      expect(await answer.json()).toMatchObject({
        name: 'jana',
        groups: [role],
        managerId: 'M7',
        branchId: 'B1',
      })
    },
  )

  it('knows all groups of one person', async () => {
    const answer = await me(await tokenFor(cloud, ['marketer', 'approver']))
    expect(await answer.json()).toMatchObject({ groups: ['marketer', 'approver'] })
  })

  it.each(Object.entries(badTokens))('refuses one that is %s, and none', async (_what, make) => {
    expect((await me(await make(cloud, 'admin'))).status).toBe(401)
    expect((await me()).status).toBe(401)
  })

  it('refuses after an hour the token that was good', async () => {
    const token = await tokenFor(cloud, 'marketer')
    expect((await me(token)).status).toBe(200)
    cloud.setClockOffset(HOUR)
    expect((await me(token)).status).toBe(401)
    expect((await me(await tokenFor(cloud, 'marketer'))).status).toBe(200)
    cloud.setClockOffset(0)
  })

  it('describes itself to everybody', async () => {
    const answer = await fetch(`${cloud.outputs.ApiUrl}/openapi.json`)
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { openapi: expect.stringMatching(/^3\.1/) },
    ])
  })
})
