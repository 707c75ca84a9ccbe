import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { toAttributes } from '#shared/adapters/dynamodb/attribute-values.ts'
import { registerUpdate } from '#shared/adapters/dynamodb/register-update.ts'
import { MemoryTable } from '#test/bench/throughput/memory-table.ts'

const key = { customerId: { S: 'C1' }, item: { S: 'profile' } }
const seeded = () => toAttributes({ 'balance:A': { v: '1', minor: 5 }, 'm:2025-10': new Set(['1']) })

const updateTo = (v: string) => {
  const change = { add: new Map([['2026-06', new Set(['3'])]]), remove: ['2025-10'] }
  const update = registerUpdate([{ attribute: 'balance:A', value: { v, minor: 7 } }], {}, change)
  const values = toAttributes(update.ExpressionAttributeValues ?? {})
  return { TableName: 'customers', Key: key, ...update, ExpressionAttributeValues: values }
}

describe('the table in memory', () => {
  it('sets, adds and removes what an update says, and gives the item back', () => {
    const table = new MemoryTable(new Map([['C1', seeded()]]))
    const { Attributes } = table.update(updateTo('2'))
    expect(Attributes).toEqual(
      toAttributes({ 'balance:A': { v: '2', minor: 7 }, 'm:2026-06': new Set(['3']) }),
    )
    expect(table.updates).toBe(1)
  })

  it('changes nothing where a register is not older', () => {
    const table = new MemoryTable(new Map([['C1', seeded()]]))
    expect(() => table.update(updateTo('1'))).toThrow(ConditionalCheckFailedException)
    expect(table.item('C1')).toEqual(seeded())
  })

  it('is as it was seeded after a reset', () => {
    const table = new MemoryTable(new Map([['C1', seeded()]]))
    table.update(updateTo('2'))
    table.update(updateTo('3'))
    table.reset()
    expect(table.item('C1')).toEqual(seeded())
    expect(table.updates).toBe(0)
  })

  it('refuses an expression that it does not know', () => {
    const table = new MemoryTable(new Map())
    const update = { ...updateTo('2'), ConditionExpression: 'attribute_exists(#r0)' }
    expect(() => table.update(update)).toThrow('cannot do')
  })
})
