import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { calendarShard } from '#shared/tables/customers.ts'
import { type CellCost, costOf, relative, timesAsMuch } from '#test/bench/growth/cell.ts'
import { growthFigure } from '#test/bench/growth/figure.ts'
import { keptInMemory, standingRead } from '#test/bench/growth/kept-in-memory.ts'
import { multiplyCustomers, scanPlace } from '#test/bench/growth/multiply-customers.ts'
import { secondsOf } from '#test/bench/growth/processor-seconds.ts'
import { functionsBetween, type Spent, spentIn } from '#test/bench/growth/spent.ts'
import { type Counted, Counts } from '#test/bench/meter/counts.ts'

const spent = (changes: Partial<Spent> = {}): Spent => ({
  events: 100,
  writeUnits: 120,
  profileWriteUnits: 101,
  readUnits: 5,
  requests: 150,
  functions: 0.1,
  database: 0.05,
  bill: { lines: [], dollars: 0.0002 },
  ...changes,
})

const cost = (changes: Partial<CellCost>): CellCost => ({
  ...costOf({ customers: 1_000, campaigns: 10 }, [spent()]),
  ...changes,
})

describe('what an event costs', () => {
  it('is units and dollars of all rounds by their events, and the median of processor time', () => {
    const rounds = [
      spent(),
      spent({ functions: 0.3, database: 0.07 }),
      spent({
        events: 300,
        writeUnits: 364,
        functions: 0.6,
        database: 0.09,
        bill: { lines: [], dollars: 0.0006 },
      }),
    ]
    const { writeUnits, functions, database, dollarsPerMillion } = costOf(
      { customers: 1, campaigns: 1 },
      rounds,
    )
    expect(writeUnits).toBeCloseTo((120 + 120 + 364) / 500)
    expect(functions).toBeCloseTo(2_000)
    expect(database).toBeCloseTo(500)
    expect(dollarsPerMillion).toBeCloseTo(2)
  })

  it('is compared round by round: a machine that becomes slower is no growth', () => {
    const small = [0.1, 0.2, 0.4].map((functions) => spent({ functions }))
    const large = [0.11, 0.22, 0.44].map((functions) => spent({ functions }))
    expect(timesAsMuch(large, small)).toBeCloseTo(1.1)
  })

  it('is drawn as a part of the smallest bank’s', () => {
    const costs = [cost({ functions: 50 }), cost({ customers: 10_000, functions: 75 })]
    expect(relative(costs, 'customers', 'functions')).toEqual([
      { x: 1_000, y: 1 },
      { x: 10_000, y: 1.5 },
    ])
  })
})

describe('the figure', () => {
  const { file, alt, content } = growthFigure(
    [cost({}), cost({ customers: 1_000_000, writeUnits: 1.26 })],
    [cost({}), cost({ campaigns: 1_000, requests: 3 })],
  )

  it('says in words how far everything grew', () => {
    expect(file).toBe('growth.svg')
    expect(alt).toContain('From 1,000 to 1,000,000 customers')
    expect(alt).toContain('write units (1.26), 1.05 times')
    expect(alt).toContain('From 10 to 1,000 campaigns')
    expect(alt).toContain('requests (3.00), 2.00 times')
  })

  it('has a panel for each way of growing', () => {
    expect(content).toContain('More customers (10 live campaigns)')
    expect(content).toContain('More campaigns (1,000 customers)')
  })
})

const nothing: Counted = new Counts().counted()

describe('what a run took', () => {
  const used = (invocations: number, cpu: number) => ({
    invocations,
    milliseconds: 1_000,
    cpu,
    printedBytes: 0,
  })

  it('begins where the last look was, and at nothing for a function that was not there yet', () => {
    const before = { a: { invocations: 1, milliseconds: 2, cpu: 3, printedBytes: 4 } }
    const after = { a: { invocations: 11, milliseconds: 22, cpu: 33, printedBytes: 44 }, b: used(1, 2) }
    expect(functionsBetween(before, after)).toEqual({
      a: { invocations: 10, milliseconds: 20, cpu: 30, printedBytes: 40 },
      b: used(1, 2),
    })
  })

  it('tells reads of campaigns from those of events, leaves empty receives out, and bills computing at a vCPU', () => {
    const played = {
      events: 10,
      kinds: { quiet: 10, refused: 0, message: 0 },
      entries: [],
      functions: { 'react-to-events': used(4, 2e6) },
      counted: {
        dynamodb: {
          ...nothing,
          requests: { 'DynamoDB.UpdateItem': 10, 'DynamoDB.Query': 1 },
          writeUnits: { customers: 10, journal: 2 },
          readUnits: { campaigns: 200, customers: 1 },
        },
        sqs: { ...nothing, requests: { 'SQS.ReceiveMessage': 5 }, emptyReceives: { events: 3 } },
        eventBridge: nothing,
        providers: nothing,
      },
    }
    const facts = { memory: { 'react-to-events': 1_024 }, polledQueues: 1, calledEachMinute: 1, keys: 1 }
    const names = { campaignsTable: 'campaigns', customersTable: 'customers', feedbackQueue: 'feedback' }
    const of = spentIn(played, { database: 1, facts: { ...facts } as never, names })
    expect(of).toMatchObject({
      writeUnits: 12,
      profileWriteUnits: 10,
      readUnits: 1,
      requests: 13,
      functions: 2,
    })
    const lambda = of.bill.lines.find((line) => line.of === 'lambdaGbSeconds')
    // Two seconds at 1,769 MB, and half a millisecond each of four invocations at 1,024.
    expect(lambda?.quantity).toBeCloseTo(2 * (1_769 / 1_024) + 0.002, 2)
  })

  it('reads a process’s time behind whatever its name is', () => {
    const fields = ['S', ...Array.from({ length: 10 }, () => '0'), '250', '50', '0']
    expect(secondsOf(`12 (a ) b) ${fields.join(' ')}`)).toBe(3)
  })
})

describe('what functions keep in memory', () => {
  const { now, always } = standingRead(100, 50)

  it('costs its units at every look where nothing says that they are the same', () => {
    // 100 units every 30 s: 8.64 million of a month, 100 of 1,500 events.
    expect(always.perMonth).toBeCloseTo(8.64 * 0.125)
    expect(always.perMillionEvents).toBeCloseTo((1e6 / 1_500) * 100 * 0.125e-6)
  })

  it('costs one unit at every look, and all of them every five minutes, where their revision is kept', () => {
    expect(now.perMonth).toBeCloseTo((0.0864 + 0.864) * 0.125)
    expect(now.perMillionEvents).toBeCloseTo(((1e6 / 1_500) * 1 + (1e6 / 15_000) * 100) * 0.125e-6)
  })

  it('is shown for every number of campaigns', () => {
    expect(keptInMemory([{ campaigns: 1_000, liveUnits: 250 }]).table.rows).toEqual([
      ['1,000', '250', '0.28', '0.0022', '2.70', '0.0208'],
    ])
  })
})

describe('a bank that is multiplied', () => {
  let directory = ''
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'bellwether-multiply-'))
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  const open = () => new DatabaseSync(path.join(directory, 'dynamodb.sqlite'))

  /** Two customers as Dynoxide 1.2.1 has them. */
  const write = () => {
    const database = open()
    for (const table of ['customers', 'contacts'])
      database.exec(
        `CREATE TABLE "${table}" (pk TEXT, sk TEXT, item_json TEXT, item_size INTEGER, cached_at REAL, hash_prefix TEXT, PRIMARY KEY (pk, sk))`,
      )
    database.exec(
      `CREATE TABLE "customers::gsi::byCalendar" (gsi_pk TEXT, gsi_sk TEXT NOT NULL DEFAULT '', table_pk TEXT, table_sk TEXT, item_json TEXT, PRIMARY KEY (gsi_pk, gsi_sk, table_pk, table_sk))`,
    )
    for (const number of [0, 1]) {
      const [id, key] = [`C00000${number}`, `birthday#01-1${number}#3`]
      const item = { customerId: { S: id }, calendarKey: { S: key }, [`account:${id}-current`]: { M: {} } }
      const json = JSON.stringify(item)
      database
        .prepare('INSERT INTO customers VALUES (?, ?, ?, ?, NULL, ?)')
        .run(`S:${id}`, 'S:profile', json, 994, '345274')
      database
        .prepare('INSERT INTO contacts VALUES (?, ?, ?, ?, NULL, ?)')
        .run(`S:${id}`, '', json, 80, '345274')
      database
        .prepare('INSERT INTO "customers::gsi::byCalendar" VALUES (?, ?, ?, ?, ?)')
        .run(`S:${key}`, '', `S:${id}`, 'S:profile', json)
    }
    database.close()
  }

  it('has each customer again under other ids, in the calendar and in the order of scans, too', () => {
    write()
    multiplyCustomers(directory, { customers: 'customers', contacts: 'contacts' }, 2, 5)
    const database = open()
    const rows = (table: string) => database.prepare(`SELECT * FROM "${table}" ORDER BY 1`).all()
    expect(rows('customers').map(({ pk }) => pk)).toEqual([0, 1, 2, 3, 4].map((each) => `S:C00000${each}`))
    const [, , , third] = rows('customers')
    const shard = calendarShard('C000003')
    expect(third).toMatchObject({ sk: 'S:profile', item_size: 994 })
    expect(JSON.parse(String(third?.item_json))).toEqual({
      customerId: { S: 'C000003' },
      calendarKey: { S: `birthday#01-11#${shard}` },
      'account:C000003-current': { M: {} },
    })
    expect(rows('customers::gsi::byCalendar')).toContainEqual(
      expect.objectContaining({
        gsi_pk: `S:birthday#01-11#${shard}`,
        table_pk: 'S:C000003',
        table_sk: 'S:profile',
      }),
    )
    expect(rows('contacts')).toHaveLength(5)
    database.close()
  })

  it('scans in the order that the database itself gives', () => {
    // What Dynoxide 1.2.1 wrote for this customer.
    expect(scanPlace('C000000')).toBe('345274')
  })
})
