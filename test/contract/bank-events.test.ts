import { describe, expect, it } from 'vitest'
import { anyBankEventPattern } from '#events/contract.ts'
import { bankEventContracts, parseBankEvent, parseBatchMember } from '#events/registry.ts'
import { compileEventPattern } from '#infra/local/event-pattern.ts'

const envelope = (detailType: string, detail: unknown, source = 'bank.core') => ({
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': detailType,
  source,
  account: '123456789012',
  time: '2026-03-27T12:00:00Z',
  region: 'eu-central-1',
  resources: [],
  detail,
})

describe.each(bankEventContracts)('$name', (contract) => {
  it('takes its own example, whole', () => {
    expect(parseBankEvent(contract.name, contract.example)).toEqual({
      ok: true,
      event: { detailType: contract.name, detail: contract.example },
    })
  })

  it('has a pattern that selects it and no other', () => {
    const selects = compileEventPattern(contract.pattern)
    const selected = bankEventContracts.filter(({ name, example }) => selects(envelope(name, example)))
    expect(selected.map(({ name }) => name)).toEqual([contract.name])
  })

  it('is refused without its metadata and without its data', () => {
    const { data, metadata } = contract.example
    expect(parseBankEvent(contract.name, { data })).toEqual({
      ok: false,
      reason: 'metadata: expected object',
    })
    expect(parseBankEvent(contract.name, { metadata })).toEqual({
      ok: false,
      reason: 'data: expected object',
    })
  })
})

describe('the pattern of all bank events', () => {
  const selects = compileEventPattern(anyBankEventPattern)

  it('selects what banks publish, names nobody knows among them', () => {
    expect(selects(envelope('TransactionPosted', {}))).toBe(true)
    expect(selects(envelope('NobodyKnows', {}, 'bank.cards'))).toBe(true)
  })

  it('selects nothing else on the bus', () => {
    expect(selects(envelope('TransactionPosted', {}, 'aws.ses'))).toBe(false)
    expect(selects(envelope('TransactionPosted', {}, 'bankrupt'))).toBe(false)
  })
})

describe('a member of a batch', () => {
  it('is judged by the contract that it names', () => {
    for (const { name, example } of bankEventContracts.filter(({ name }) => name !== 'BankEventBatch'))
      expect(parseBatchMember({ detailType: name, detail: example })).toEqual({
        ok: true,
        event: { detailType: name, detail: example },
      })
  })

  it.each([
    [
      'another batch',
      { detailType: 'BankEventBatch', detail: {} },
      'detailType: expected no batch inside a batch',
    ],
    ['nothing', null, 'member: expected object'],
    ['a list', [], 'member: expected object'],
    ['a member without a name', { detail: {} }, 'detailType: expected string'],
    ['a member without detail', { detailType: 'CardChanged' }, 'detail: expected object'],
    ['an unknown name', { detailType: 'toString', detail: {} }, 'unknown detail-type toString'],
  ])('is refused if it is %s', (_, member, reason) => {
    expect(parseBatchMember(member)).toEqual({ ok: false, reason })
  })

  it('does not fail the batch that it is in', () => {
    const { metadata } = bankEventContracts[0].example
    const detail = { metadata, data: { events: [null, 7, { detailType: 'NobodyKnows' }] } }
    expect(parseBankEvent('BankEventBatch', detail).ok).toBe(true)
  })
})
