import { describe, expect, it } from 'vitest'
import { Counts } from '#test/bench/meter/counts.ts'
import { BANK, peakOf } from '#test/bench/yardstick/bank.ts'
import { dayOf, daysTable } from '#test/bench/yardstick/day.ts'
import { storedOf } from '#test/bench/yardstick/storage.ts'

describe('the most events a second', () => {
  const needs = { requests: 0.1, entries: 1, writeUnits: 1, seconds: 0.01 }

  it('is what the tightest quota allows', () => {
    expect(peakOf(needs)).toEqual({
      putEvents: 100_000,
      busInvocations: 9_375,
      writeUnits: 40_000,
      environments: 100_000,
      all: 9_375,
    })
  })

  it('is the table’s where the bus carries batches', () => {
    expect(peakOf({ ...needs, requests: 1 / 500, entries: 1 / 500, writeUnits: 1.25 }).all).toBe(32_000)
  })
})

describe('a day', () => {
  const nothing = new Counts().counted()
  const played = {
    events: 1_000,
    kinds: { quiet: 1_000, refused: 0, message: 0 },
    entries: [{ Source: 'bank.core', DetailType: 'BankEventBatch', Detail: '{}' }],
    functions: { 'react-to-events': { invocations: 2, milliseconds: 500, cpu: 400_000, printedBytes: 0 } },
    counted: {
      dynamodb: { ...nothing, writeUnits: { customers: 1_010, journal: 90 } },
      sqs: nothing,
      eventBridge: { ...nothing, busChunks: 3, requests: { 'EventBridge.PutEvents': 1 } },
      providers: nothing,
    },
  }
  const stage = {
    facts: { memory: { 'react-to-events': 1_024 } },
    cloud: { connection: { name: (output: string) => output } },
  }
  const day = dayOf('in batches', played, stage as never)

  it('is what was measured, as often as it goes into the bank’s events', () => {
    const writes = day.bill.lines.find(({ of }) => of === 'writeUnits')
    expect(writes?.quantity).toBeCloseTo(1.1 * BANK.events)
    expect(writes?.dollars).toBeCloseTo((1.1 * BANK.events * 0.625) / 1e6)
    expect(day.bill.lines.find(({ of }) => of === 'busChunks')?.quantity).toBeCloseTo(0.003 * BANK.events)
  })

  it('needs of the busiest table what it writes, and of the functions their time', () => {
    expect(day.needs).toEqual({ requests: 0.001, entries: 0.001, writeUnits: 1.01, seconds: 0.0005 })
  })

  it('is shown line by line with its sum', () => {
    const { head, rows } = daysTable([day])
    expect(head).toEqual(['a day of 42 million events', 'in batches', '$'])
    const dollars = rows.map((row) => Number(row.at(-1)))
    const sum = dollars.pop() ?? Number.NaN
    expect(sum).toBeCloseTo(
      dollars.reduce((all, each) => all + each, 0),
      1,
    )
  })
})

describe('what is kept', () => {
  const stored = storedOf(1, 30)
  const gigabytes = (what: string) => stored.find((each) => each.what === what)?.gigabytes ?? Number.NaN

  it('is a profile of at most a kilobyte and its overhead, eleven million times', () => {
    expect(gigabytes('profiles')).toBeGreaterThan(11 * 0.6)
    expect(gigabytes('profiles')).toBeLessThan(11 * 1.124)
    expect(gigabytes("profiles' calendar")).toBeGreaterThan(11 * 0.1)
  })

  it('is thirteen months of what the events leave', () => {
    expect(gigabytes('journal, 13 months of it')).toBeCloseTo((42e6 * 395 * 30) / 1e9)
  })
})
