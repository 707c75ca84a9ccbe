import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Bench, BenchResult } from '#test/bench/harness/bench.ts'
import { figure, report } from '#test/bench/harness/report.ts'
import { RESULTS_DIRECTORY, readResults, resultsText, saveRun } from '#test/bench/harness/results-file.ts'
import { type BenchRun, runBench } from '#test/bench/harness/run.ts'

const on = { processor: 'P', cores: 2, memoryGiB: 4, load: 0, system: 'Linux', node: 'v24', versions: {} }

const runOf = (over: Partial<BenchRun> = {}): BenchRun => ({
  ...{ title: 'Matching', date: '2026-11-22', machine: on, seed: 1, seconds: 12.34 },
  notes: ['What was measured.'],
  timings: [
    { name: 'ours', signals: 1000, nanoseconds: 500, range: [400, 600] },
    { name: 'theirs', signals: 1000, nanoseconds: 1000, range: [900, 1100] },
  ],
  tables: [],
  figures: [],
  goals: [
    { name: 'time', bound: 1, direction: 'at most', value: 0.5 },
    { name: 'time', bound: 1, direction: 'at most', value: 2 },
  ],
  counts: [],
  ...over,
})

describe('the report of a bench', () => {
  const text = report(runOf())

  it('says where, when, on what and how long', () => {
    expect(text).toContain('## Matching')
    expect(text).toContain('2026-11-22; P, 2 cores, 4 GiB, load 0; Linux; Node v24; 12.3 s.')
  })

  it('compares with the first, and gives the rate', () => {
    expect(text).toMatch(/\| theirs \| +1,000 \| +1,000 \| +900 to 1,100 \| +1,000,000 \| +2\.00 \|/)
  })

  it('counts signals, or what the bench says it counts', () => {
    expect(text).toMatch(/\| +signals \| +ns a signal \|.+signals a core-second/)
    expect(report(runOf({ unit: 'event' }))).toMatch(/\| +events \| +ns an event \|.+events a core-second/)
  })

  it('has a verdict for every goal', () => {
    expect(text).toMatch(/0\.50 \| +met/)
    expect(text).toMatch(/2\.00 \| +MISSED/)
  })

  it('shows its figures and its counts', () => {
    const with_ = report(
      runOf({
        figures: [{ file: 'growth.svg', alt: 'Flat' }],
        counts: [{ name: 'write units of 1,000 events', value: 1020 }],
      }),
    )
    expect(with_).toContain('![Flat](growth.svg)')
    expect(with_).toMatch(/\| write units of 1,000 events \| +1,020 \|/)
  })

  it('keeps a cell with a pipe one cell', () => {
    expect(report(runOf({ tables: [{ head: ['a', 'b'], rows: [['x|y', 'z']] }] }))).toContain('x\\|y')
  })
})

describe('a figure', () => {
  it.each([
    [1549.4, '1,549'],
    [12.34, '12.3'],
    [1.0234, '1.02'],
    [0.5, '0.50'],
    [0, '0.00'],
    [0.004_21, '0.0042'],
  ])('of %d is %s', (value, expected) => {
    expect(figure(value)).toBe(expected)
  })
})

describe('a run', () => {
  const bench = (result: Partial<BenchResult>): Bench => ({
    title: 'One',
    packages: ['zod'],
    run: async () => ({ notes: [], timings: [], goals: [], ...result }),
  })
  const goal = { name: 'time', bound: 1, direction: 'at most' as const }

  it('keeps what was measured, on what and from which seed', async () => {
    const figures = [{ file: 'one.svg', alt: 'One', content: '<svg/>' }]
    const { run, drawn } = await runBench(bench({ figures, unit: 'event' }), { short: true, seed: 7 })
    expect(run).toMatchObject({
      title: 'One',
      seed: 7,
      unit: 'event',
      figures: [{ file: 'one.svg', alt: 'One' }],
    })
    expect(run.machine.versions.zod).toMatch(/^\d/)
    expect(drawn).toEqual(figures)
  })

  it.each([
    [{ goals: [{ ...goal, value: Number.NaN }] }, 'time'],
    [{ counts: [{ name: 'units', value: Number.NaN }] }, 'units'],
  ])('fails where a goal or a count has no figure', async (result, name) => {
    await expect(runBench(bench(result), { short: true, seed: 7 })).rejects.toThrow(name)
  })
})

describe('the results', () => {
  let directory: string
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'bellwether-results-'))
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  const names = ['one', 'two', 'three']
  const save = (name: string, run: BenchRun, drawn = [] as Parameters<typeof saveRun>[0]['drawn']) =>
    saveRun({ name, run, drawn }, names, directory)
  const text = () => readFileSync(path.join(directory, 'RESULTS.md'), 'utf8')

  it('stand in the order of the benches, whichever ran last', () => {
    save('two', runOf({ title: 'Two' }))
    save('one', runOf({ title: 'One' }))
    expect(text().match(/^## .+$/gm)).toEqual(['## At a glance', '## One', '## Two'])
  })

  it('replace what the same bench measured before, and nothing else', () => {
    save('one', runOf({ title: 'One', notes: ['first'] }))
    save('two', runOf({ title: 'Two', notes: ['other'] }))
    save('one', runOf({ title: 'One', notes: ['second'] }))
    expect(text()).toContain('- second')
    expect(text()).toContain('- other')
    expect(text()).not.toContain('- first')
  })

  it('tell every goal of every bench at a glance', () => {
    save('one', runOf({ title: 'One', goals: [{ name: 'time', bound: 1, direction: 'at most', value: 2 }] }))
    save(
      'two',
      runOf({ title: 'Two', goals: [{ name: 'rate', bound: 60, direction: 'at least', value: 61 }] }),
    )
    const [glance = ''] = text().split('## One')
    expect(glance).toContain('1 of 2 goals are met.')
    expect(glance).toMatch(/\| One +\| +time \| +at most 1 \| +2\.00 \| +MISSED \|/)
    expect(glance).toMatch(/\| Two +\| +rate \| +at least 60 \| +61\.0 \| +met \|/)
  })

  it('forget a bench that there is no more', () => {
    save('one', runOf({ title: 'One' }))
    saveRun({ name: 'two', run: runOf({ title: 'Two' }), drawn: [] }, ['two'], directory)
    expect(text()).not.toContain('## One')
    expect(Object.keys(readResults(directory))).toEqual(['two'])
  })

  it('have their figures beside them', () => {
    const drawn = [{ file: 'growth/customers.svg', alt: 'Flat', content: '<svg/>' }]
    save('one', runOf({ figures: [{ file: 'growth/customers.svg', alt: 'Flat' }] }), drawn)
    expect(readFileSync(path.join(directory, 'growth/customers.svg'), 'utf8')).toBe('<svg/>')
  })

  it('are read again as they were written', () => {
    const run = runOf({ unit: 'event', counts: [{ name: 'units', value: 1.5 }] })
    save('one', run)
    expect(readResults(directory)).toEqual({ one: run })
  })
})

describe('RESULTS.md of this project', () => {
  const written = readResults()

  it('says what results.json says', () => {
    expect(readFileSync(`${RESULTS_DIRECTORY}RESULTS.md`, 'utf8')).toBe(
      resultsText(written, Object.keys(written)),
    )
  })

  it('has every figure it shows', () => {
    const missing = Object.values(written)
      .flatMap(({ figures }) => figures)
      .filter(({ file }) => !existsSync(path.join(RESULTS_DIRECTORY, file)))
    expect(missing).toEqual([])
  })
})
