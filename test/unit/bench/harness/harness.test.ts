import { describe, expect, it } from 'vitest'
import { isMet } from '#test/bench/harness/bench.ts'
import { machine } from '#test/bench/harness/machine.ts'
import { commandOptions } from '#test/bench/harness/options.ts'
import { report } from '#test/bench/harness/report.ts'
import { withSection } from '#test/bench/harness/results-file.ts'
import { measure, median } from '#test/bench/harness/rounds.ts'

describe('options', () => {
  it('are all benches, in full, where nothing is said', () => {
    expect(commandOptions([], ['one', 'two'])).toMatchObject({
      names: ['one', 'two'],
      short: false,
      write: false,
      json: undefined,
    })
  })

  it('are what is said', () => {
    const given = ['two', '--short', '--seed', '5', '--json', 'out.json']
    expect(commandOptions(given, ['one', 'two'])).toEqual({
      names: ['two'],
      short: true,
      write: false,
      seed: 5,
      json: 'out.json',
    })
  })

  it.each([
    [['three'], 'No bench is called three'],
    [['--seed', 'five'], '--seed'],
    [['--short', '--write'], 'short run'],
    [['--fast'], '--fast'],
  ])('refuse %j', (given, message) => {
    expect(() => commandOptions(given, ['one', 'two'])).toThrow(message)
  })
})

describe('goals', () => {
  it.each([
    ['at most', 1.5, 1.5, true],
    ['at most', 1.5, 1.51, false],
    ['at least', 60, 60, true],
    ['at least', 60, 59.9, false],
  ] as const)('%s %d by %d', (direction, bound, value, expected) => {
    expect(isMet({ name: 'a goal', direction, bound, value })).toBe(expected)
  })
})

describe('rounds', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
  ])('the median of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected)
  })

  /** Each call of `a` takes 100 ms, each of `b` 300. */
  const measured = async () => {
    let now = 0
    const turns: string[] = []
    const runner = (name: string, takes: number) => ({
      name,
      signals: 10,
      run: async () => {
        await undefined
        now += takes
        turns.push(name)
      },
    })
    const timings = await measure([runner('a', 100), runner('b', 300)], 2, () => now)
    return { turns: turns.join(''), timings }
  }

  it('give every runner its turn, a quick one several calls a turn, after warming up', async () => {
    expect((await measured()).turns).toBe(['aabb', 'aaab', 'aaab'].join(''))
  })

  it('measure nanoseconds a signal', async () => {
    expect((await measured()).timings).toEqual([
      { name: 'a', signals: 10, nanoseconds: 10_000_000, range: [10_000_000, 10_000_000] },
      { name: 'b', signals: 10, nanoseconds: 30_000_000, range: [30_000_000, 30_000_000] },
    ])
  })
})

describe('the report', () => {
  const on = { processor: 'P', cores: 2, memoryGiB: 4, load: 0, node: 'v24', versions: { engine: '1.2.3' } }
  const goal = { name: 'time', bound: 1, direction: 'at most' as const }
  const text = report(
    { title: 'Matching' },
    {
      notes: ['What was measured.'],
      timings: [
        { name: 'ours', signals: 1000, nanoseconds: 500, range: [400, 600] },
        { name: 'theirs', signals: 1000, nanoseconds: 1000, range: [900, 1100] },
      ],
      goals: [
        { ...goal, value: 0.5 },
        { ...goal, value: 2 },
      ],
    },
    on,
    '2026-11-22',
  )

  it('says where, when and with what', () => {
    expect(text).toContain('## Matching')
    expect(text).toContain('2026-11-22; P, 2 cores, 4 GiB, load 0; Node v24; engine 1.2.3.')
  })

  it('compares with the first, and gives the rate', () => {
    expect(text).toMatch(/\| theirs \| +1,000 \| +1,000 \| +900 to 1,100 \| +1,000,000 \| +2\.00 \|/)
  })

  it('has a verdict for every goal', () => {
    expect(text).toMatch(/0\.50 \| +met/)
    expect(text).toMatch(/2\.00 \| +MISSED/)
  })
})

describe('the machine', () => {
  it('names the versions that are installed', () => {
    expect(machine(['zod']).versions.zod).toMatch(/^\d+\.\d+\.\d+/)
  })
})

describe('the results file', () => {
  const section = (title: string, text: string) => `## ${title}\n\n${text}`

  it('begins with a heading', () => {
    expect(withSection('', section('Matching', 'one'))).toMatch(/^# [^\n]+\n[\s\S]+## Matching\n\none\n$/)
  })

  it('takes a new section at the end, and replaces its own', () => {
    const both = withSection(withSection('', section('Matching', 'one')), section('Decisions', 'two'))
    const again = withSection(both, section('Matching', 'three'))
    expect(again.match(/^## .+$/gm)).toEqual(['## Matching', '## Decisions'])
    expect(again).toContain('three')
    expect(again).not.toContain('one\n')
    expect(again).toContain('two')
  })
})
