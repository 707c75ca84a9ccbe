import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { parseBankEvent } from '#events/registry.ts'
import { openedBatch } from '#shared/domain/opened-batch.ts'

const metadata = { eventId: 'B1', occurredAt: '2026-06-01T12:00:00Z', version: 1 }
const packed = (list: unknown) => gzipSync(JSON.stringify(list)).toString('base64')
const compressed = (list: unknown) => ({ metadata, data: { gzip: packed(list) } })
const events = [{ detailType: 'A', detail: { x: 'ž' } }, {}]

describe('a compressed batch', () => {
  it('is opened to what its contract takes', () => {
    const opened = openedBatch('BankEventBatch', compressed(events))
    expect(opened).toEqual({ metadata, data: { events } })
    expect(parseBankEvent('BankEventBatch', opened).ok).toBe(true)
  })

  it.each([
    ['is no Base64 of anything', '%%%'],
    ['is not compressed', Buffer.from('[]').toString('base64')],
    ['ends early', packed(events).slice(0, 20)],
    ['holds no JSON', gzipSync('[').toString('base64')],
    ['would become far larger than it may be', gzipSync(`["${'a'.repeat(3_000_000)}"]`).toString('base64')],
  ])('stays closed, and is refused, where it %s', (_, gzip) => {
    const detail = { metadata, data: { gzip } }
    expect(openedBatch('BankEventBatch', detail)).toBe(detail)
    expect(parseBankEvent('BankEventBatch', detail).ok).toBe(false)
  })

  it('may hold what its contract refuses', () => {
    for (const list of [{}, [], 'text', null])
      expect(parseBankEvent('BankEventBatch', openedBatch('BankEventBatch', compressed(list))).ok).toBe(false)
  })
})

describe('everything else', () => {
  it.each([
    ['another event', 'TransactionPosted', compressed(events)],
    ['a batch as it is', 'BankEventBatch', { metadata, data: { events } }],
    ['a batch that says both', 'BankEventBatch', { metadata, data: { events, gzip: packed([]) } }],
    ['no list', 'BankEventBatch', { metadata, data: { gzip: 5 } }],
    ['no data', 'BankEventBatch', { metadata }],
    ['no detail', 'BankEventBatch', null],
    ['a text', 'BankEventBatch', 'gzip'],
  ])('is left as it is: %s', (_, detailType, detail) => {
    expect(openedBatch(detailType, detail)).toBe(detail)
  })
})
