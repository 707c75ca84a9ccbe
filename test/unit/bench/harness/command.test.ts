import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { assemblyFor } from '#test/bench/harness/assembly.ts'
import type { Bench, BenchOptions, Goal } from '#test/bench/harness/bench.ts'
import { benchCommand } from '#test/bench/harness/command.ts'
import { benchProgress, duration } from '#test/bench/harness/progress.ts'

const goal = (value: number): Goal => ({ name: 'time', bound: 1, direction: 'at most', value })

const asked: BenchOptions[] = []

const bench = (title: string, goals: readonly Goal[]): Bench => ({
  title,
  packages: [],
  run: async (options) => {
    asked.push(options)
    return { notes: [], timings: [], goals }
  },
})

const failing: Bench = {
  title: 'Failing',
  packages: [],
  run: async () => {
    throw new Error('wrong answers')
  },
}

const met = bench('Met', [goal(0.5)])
const missed = bench('Missed', [goal(2)])

describe('npm run bench', () => {
  let directory: string
  beforeEach(() => {
    asked.length = 0
    directory = mkdtempSync(path.join(tmpdir(), 'bellwether-command-'))
    vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  })
  afterEach(() => {
    vi.restoreAllMocks()
    rmSync(directory, { recursive: true })
  })

  it.each([
    ['0 where every goal is met', { met }, 0],
    ['1 where one is missed', { met, missed }, 1],
    ['1 where a bench fails', { failing, met }, 1],
  ])('exits with %s', async (_, benches, code) => {
    expect(await benchCommand([], benches)).toBe(code)
  })

  it('runs the others where one fails, and those only that are named', async () => {
    await benchCommand([], { failing, met })
    expect(asked).toHaveLength(1)
    expect(await benchCommand(['met'], { missed, met })).toBe(0)
  })

  it('writes for programs what was measured, with verdicts', async () => {
    const file = path.join(directory, 'out.json')
    await benchCommand(['--json', file, '--seed', '5'], { met, missed })
    const { benches, seconds } = JSON.parse(readFileSync(file, 'utf8'))
    expect(seconds).toBeGreaterThan(0)
    expect(benches.met).toMatchObject({ title: 'Met', seed: 5, goals: [{ value: 0.5, met: true }] })
    expect(benches.missed.goals).toMatchObject([{ value: 2, bound: 1, met: false }])
    expect(benches.met.machine.node).toBe(process.version)
  })

  it('hands on the options, and an assembly that is there', async () => {
    await benchCommand(['--short', '--seed', '7', '--assembly', '/there'], { met })
    const [options] = asked
    expect(options).toMatchObject({ short: true, seed: 7 })
    expect(await assemblyFor(options ?? {})).toBe('/there')
  })

  it('refuses what it does not know before it runs anything', async () => {
    await expect(benchCommand(['met', 'other'], { met })).rejects.toThrow('other')
    expect(asked).toEqual([])
  })

  it('only tells about itself where help is asked for', async () => {
    expect(await benchCommand(['--help'], { met })).toBe(0)
    expect(asked).toEqual([])
  })
})

describe('the progress of a run', () => {
  it('is a line for each event where no person looks', () => {
    const lines: string[] = []
    const progress = benchProgress(1, false, (line) => lines.push(line))
    progress.begin('Cost')
    progress.step('a metered cloud')
    progress.end('Cost', 61)
    progress.stop(62)
    expect(lines).toEqual([
      expect.stringContaining('Cost'),
      expect.stringContaining('a metered cloud'),
      expect.stringContaining('1 min 01 s'),
      expect.stringContaining('1 min 02 s'),
    ])
  })

  it.each([
    [8.25, '8.3 s'],
    [59.9, '59.9 s'],
    [60, '1 min 00 s'],
    [725.7, '12 min 05 s'],
  ])('takes %d s: %s', (seconds, told) => {
    expect(duration(seconds)).toBe(told)
  })
})
