import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, startEngine } from '#test/support/local-cloud/engine.ts'
import { type CommandResult, runCommandFile } from '#test/support/local-cloud/run-command.ts'
import { tokenFor } from '#test/support/local-cloud/tokens.ts'

const COMMAND = path.resolve('infra/cli/bellwether.ts')
const ID = 'dormant-gold-card'
const shipped = path.resolve('shared/example-campaigns', `${ID}.yaml`)

let engine: Engine
let directory: string

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'bellwether-cli-'))
  engine = await startEngine({ clock: 'wall' })
})
afterAll(async () => {
  await engine?.stop()
  rmSync(directory, { recursive: true, force: true })
})

/** The command as somebody runs it against a deployed stack. */
const as = async (
  [role, username]: readonly [string, string],
  ...args: readonly string[]
): Promise<CommandResult> =>
  runCommandFile(COMMAND, args, {
    BELLWETHER_API: String(engine.cloud.outputs.ApiUrl),
    BELLWETHER_TOKEN: await tokenFor(engine.cloud, role, { username }),
  })

const author = ['marketer', 'jana'] as const
const checker = ['approver', 'petr'] as const

const done = async (...given: Parameters<typeof as>): Promise<CommandResult> => {
  const result = await as(...given)
  expect(result, result.err).toMatchObject({ code: 0 })
  return result
}

describe('a campaign in a file', () => {
  it('is pushed, repaired, submitted, approved by another, put live and paused by commands', async () => {
    const file = path.join(directory, `${ID}.yaml`)
    copyFileSync(shipped, file)
    const good = readFileSync(file, 'utf8')
    writeFileSync(file, good.replace(/^holdout: .*$/m, 'holdout: 2'))
    const wrong = await as(author, 'push', directory, '--submit')
    expect(wrong.code).toBe(1)
    expect(wrong.out).toMatch(/holdout/)
    expect(wrong.err).toMatch(/was not submitted/)

    writeFileSync(file, good)
    expect((await done(author, 'push', directory, '--submit')).out).toMatch(/updated, submitted/)
    const own = await as(['approver', 'jana'], 'approve', ID)
    expect(own.code).toBe(1)
    expect(own.err).toMatch(/403 own-campaign[\s\S]*somebody else/)
    await done(checker, 'approve', ID)
    expect((await done(author, 'push', directory, '--dry-run')).out).toMatch(/unchanged/)

    await done(author, 'go-live', ID)
    const status = JSON.parse((await done(author, 'status', ID, '--json')).out)
    expect(status).toMatchObject([
      { live: { version: 1, status: 'live' }, nextLaunch: expect.stringMatching(/-05T0[89]:00:00\.000Z$/) },
    ])
    await done(author, 'pause', ID)
    await done(author, 'resume', ID)
    expect(JSON.parse((await done(author, 'launch', ID, '--json')).out)).toMatchObject({ state: 'planned' })
    await done(author, 'end', ID)
    await done(author, 'results', ID)
  })

  it('that an installation was seeded with is said to be the same, and pulled as the same', async () => {
    const starters = path.resolve('shared/starter-campaigns')
    const pushed = JSON.parse((await done(author, 'push', starters, '--json')).out)
    expect(new Set(pushed.map(({ outcome }: { outcome: string }) => outcome))).toEqual(new Set(['unchanged']))
    const pulled = path.join(directory, 'pulled')
    await done(author, 'pull', pulled)
    expect((await done(author, 'push', pulled, '--dry-run')).out).not.toMatch(/would/)
  })

  it('is not for who has another role, or no token', async () => {
    const other = await as(['relationship-manager', 'rita'], 'status')
    expect(other).toMatchObject({ code: 1, err: expect.stringMatching(/403 not-your-role/) })
    const environment = { BELLWETHER_API: String(engine.cloud.outputs.ApiUrl), BELLWETHER_TOKEN: 'none' }
    const stranger = await runCommandFile(COMMAND, ['status'], environment)
    expect(stranger).toMatchObject({ code: 1, err: expect.stringMatching(/401/) })
    expect(stranger.err).not.toMatch(/\.ts:\d/)
  })
})
