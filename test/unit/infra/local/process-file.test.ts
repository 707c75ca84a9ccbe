import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { claim, killLeftover } from '#infra/local/process-file.ts'
import { temporaryDirectory } from '#test/support/local-cloud/temporary-directory.ts'

const file = () => path.join(temporaryDirectory(), 'a.pid')

const startSleeper = async (mark: string) => {
  const sleeper = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 9999)', mark])
  onTestFinished(() => void sleeper.kill('SIGKILL'))
  await once(sleeper.stdout, 'data')
  return sleeper
}

test('what a living process claimed is refused until it gives it back', () => {
  const place = file()
  const release = claim(place)
  expect(() => claim(place)).toThrow('already runs')
  release()
  claim(place)()
  expect(existsSync(place)).toBe(false)
})

test('the claim of a dead process is taken over, its number may be another process by now', async () => {
  const place = file()
  const dead = await startSleeper('dead')
  dead.kill('SIGKILL')
  await once(dead, 'exit')
  writeFileSync(place, `${dead.pid} `)
  claim(place)()
  writeFileSync(place, `${process.pid} 1`)
  claim(place)()
})

test.runIf(existsSync('/proc/self/stat'))(
  'the claim of a killed process is taken over though its parent has not asked for it yet',
  async () => {
    const place = file()
    // The shell becomes a sleep, which never asks what became of the child it had.
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'])
    onTestFinished(() => void parent.kill('SIGKILL'))
    const child = Number(String(await once(parent.stdout, 'data')))
    const stat = () => readFileSync(`/proc/${child}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    writeFileSync(place, `${child} ${stat()[19]}`)
    expect(() => claim(place)).toThrow('already runs')
    await vi.waitUntil(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8').startsWith('sleep'))
    process.kill(child, 'SIGKILL')
    await vi.waitUntil(() => stat()[0] === 'Z')
    claim(place)()
  },
)

test.runIf(existsSync('/proc/self/cmdline'))(
  'a leftover is killed only if its command line holds the mark',
  async () => {
    const place = file()
    const ours = await startSleeper('/data/ours.sqlite')
    writeFileSync(place, String(ours.pid))
    await killLeftover(place, '/data/other.sqlite')
    expect(ours.exitCode ?? ours.signalCode).toBeNull()
    writeFileSync(place, String(ours.pid))
    const exited = once(ours, 'exit')
    await killLeftover(place, '/data/ours.sqlite')
    expect(await exited).toEqual([null, 'SIGKILL'])
  },
)
