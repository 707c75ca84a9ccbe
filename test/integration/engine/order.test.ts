import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RecordedEntry, withDuplicates } from '#infra/local/commands/replay/entries.ts'
import { play } from '#infra/local/commands/replay/play.ts'
import {
  type Engine,
  type Item,
  outcomeOf,
  parkedWork,
  startEngine,
} from '#test/support/local-cloud/engine.ts'
import { mixed, recorded, recordedStream } from '#test/support/recorded-stream.ts'

const replay = async (entries: readonly RecordedEntry[]) => {
  const engine = await startEngine()
  try {
    await play(entries, engine.cloud, engine)
    expect(await parkedWork(engine)).toEqual([])
    return await outcomeOf(engine)
  } finally {
    await engine.stop()
  }
}

const signalTypes = (decisions: readonly string[]) =>
  new Set(decisions.map((key) => /#decision#(\w+):/.exec(key)?.[1]))

describe('a recorded stream', () => {
  it('leads to the same in any order and with a third of it sent twice', async () => {
    const { known, happening } = recordedStream({ customers: 60, transactionsPerCustomer: 6, seed: 3 })
    const inOrder = await replay([...known, ...happening])
    expect(signalTypes(inOrder.decisions)).toEqual(
      new Set(['LowBalance', 'LargeWithdrawal', 'LargeDeposit', 'Birthday', 'CardExpiring']),
    )
    expect(inOrder.calls.length).toBeGreaterThan(30)
    expect(inOrder.tasks.length).toBeGreaterThan(3)

    const anyOrder = withDuplicates([...mixed(known, 7), ...mixed(happening, 7)], 0.3, 7)
    expect(await replay(anyOrder)).toEqual(inOrder)
  }, 60_000)
})

describe('transactions before their customer is known', () => {
  let engine: Engine
  beforeEach(async () => {
    engine = await startEngine()
  })
  afterEach(() => engine?.stop())

  it('are kept and counted; profile and account join them', async () => {
    const customerId = 'EARLY'
    const accountId = 'A-EARLY'
    const balance = (minorUnits: number) => ({ minorUnits, currency: 'CZK' })
    const posted = [1, 2, 3].map((day) =>
      recorded('TransactionPosted', `T${day}`, `2026-03-0${day}`, {
        customerId,
        accountId,
        transactionId: `T${day}`,
        amount: balance(100),
        balanceAfter: balance(500_000 + day),
        kind: 'transfer',
      }),
    )
    await engine.publish(posted)
    await engine.cloud.settled()
    expect(engine.cloud.metrics()).toMatchObject({
      EventsBeforeProfile: 3,
      EventsAccepted: 3,
    })
    expect(await engine.items('ParkedTable')).toEqual(new Map())

    const birthDate = '1980-05-05'
    await engine.publish([
      recorded('CustomerProfileChanged', 'P', '2026-02-01', { customerId, birthDate }),
      recorded('AccountChanged', 'A', '2026-02-01', {
        customerId,
        accountId,
        kind: 'savings',
        currency: 'CZK',
      }),
    ])
    await engine.cloud.settled()
    const items = [...(await engine.items('CustomersTable')).values()]
    expect(items).toEqual([
      expect.objectContaining({
        customerId,
        birthDate: expect.objectContaining({ x: birthDate }),
        [`account:${accountId}`]: expect.objectContaining({ kind: 'savings' }),
        [`balance:${accountId}`]: expect.objectContaining({ minor: 500_003 }),
      } satisfies Item),
    ])
  })
})
