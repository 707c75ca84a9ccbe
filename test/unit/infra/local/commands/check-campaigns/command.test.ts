import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { changed, serviceCampaign } from '#test/support/builders/written-campaigns.ts'
import { runCommandFile } from '#test/support/local-cloud/run-command.ts'

const directory = mkdtempSync(join(tmpdir(), 'bellwether-campaigns-'))
afterAll(() => rmSync(directory, { recursive: true }))

const fileOf = (name: string, text: string): string => {
  const path = join(directory, name)
  writeFileSync(path, text)
  return path
}
const sound = fileOf('sound.yaml', stringify(serviceCampaign))
const long = fileOf(
  'long.json',
  JSON.stringify(changed(serviceCampaign, 'messages.en.sms.text', 'a'.repeat(500))),
)
const wrong = fileOf('wrong.yaml', stringify(changed(serviceCampaign, 'status', '\u001b[2Jasleep')))

const run = (...args: string[]) => runCommandFile('infra/local/commands/check-campaigns.ts', args)

describe('campaigns:check', () => {
  it.each([
    ['nothing is wrong', [sound], 0],
    ['with warnings', [sound, long], 0],
    ['with errors', [sound, wrong], 1],
    ['no file', [], 2],
    ['no such file', [join(directory, 'gone.yaml')], 2],
    ['a directory', [directory], 2],
    ['no such option', ['--loud', sound], 2],
  ])('%s: exit code', async (_, args, code) => {
    expect((await run(...args)).code).toBe(code)
  })

  it('prints for people what is wrong, where, without colours into a pipe', async () => {
    const { out, err } = await run(sound, wrong)
    expect(err).toBe('')
    expect(out).toContain('sound.yaml')
    expect(out).toMatch(/│ 5 +│ status +│ error "status" cannot be/)
    expect(out).toMatch(/2 campaigns: 1 error, no warning/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what steers a terminal is what must not be there
    expect(out).not.toMatch(/\u001b/)
  })

  it('prints JSON for programs', async () => {
    const { out } = await run('--json', sound, wrong)
    expect(JSON.parse(out)).toEqual([
      { file: sound, problems: [] },
      {
        file: wrong,
        problems: [
          expect.objectContaining({ path: 'status', code: 'unknown-option', severity: 'error', line: 5 }),
        ],
      },
    ])
  })

  it('says how it is used', async () => {
    expect((await run()).err).toMatch(/npm run campaigns:check -- \[--json\] FILE/)
  })
})
