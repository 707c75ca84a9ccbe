import { describe, expect, it, vi } from 'vitest'
import { isMet } from '#test/bench/harness/bench.ts'
import { machine, machineLine } from '#test/bench/harness/machine.ts'
import { commandOptions, usage } from '#test/bench/harness/options.ts'
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
      budget: false,
      ratchet: false,
      help: false,
      seed: 5,
      json: 'out.json',
      assembly: undefined,
    })
  })

  it('lower no bound without having compared it', () => {
    expect(commandOptions(['--ratchet'], ['one'])).toMatchObject({ budget: true, ratchet: true })
  })

  it('tell who asks for help every name and option', () => {
    expect(commandOptions(['--help'], ['one']).help).toBe(true)
    for (const word of ['one', 'two', '--short', '--write', '--json', '--budget', '--ratchet', '--assembly'])
      expect(usage(['one', 'two'])).toContain(word)
  })

  it.each([
    [['three'], 'No bench is called three'],
    [['--seed', 'five'], '--seed'],
    [['--short', '--write'], 'short run'],
    [['--budget', '--write'], 'short run'],
    [['--ratchet', 'one'], 'budget'],
    [['--assembly'], '--assembly'],
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

describe('the machine', () => {
  it('names the versions that are installed, those of npm and of the local database among them', () => {
    vi.stubEnv('npm_config_user_agent', 'npm/11.19.0 node/v24.21.0 linux x64 workspaces/false')
    const { versions } = machine(['zod'])
    expect(versions).toMatchObject({ npm: '11.19.0', zod: expect.stringMatching(/^\d+\.\d+\.\d+/) })
    vi.unstubAllEnvs()
  })

  it('is one line, without a gap where a bench has no packages of its own or no work tree', () => {
    const on = { processor: 'P', cores: 2, memoryGiB: 4, load: 0, system: 'Linux 6.1', node: 'v24' }
    expect(machineLine({ ...on, versions: {} })).toBe('P, 2 cores, 4 GiB, load 0; Linux 6.1; Node v24')
    expect(machineLine({ ...on, versions: { npm: '11', zod: '4' }, commit: 'abc1234+' })).toBe(
      'P, 2 cores, 4 GiB, load 0; Linux 6.1; Node v24, npm 11, zod 4; commit abc1234+',
    )
  })
})
