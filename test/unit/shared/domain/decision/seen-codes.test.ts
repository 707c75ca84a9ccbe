import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldNames } from '#shared/domain/campaign/fields.ts'
import { decisionRecord } from '#shared/domain/decision/decision-record.ts'
import { codedSeen, namedSeen, seenCodes } from '#shared/domain/decision/seen-codes.ts'
import { seenFor } from '#shared/domain/decision/seen-for.ts'
import { journalEntrySchema } from '#shared/domain/message/journal-entry.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { decideOn } from '#test/support/builders/subjects.ts'

const names = [
  ...new Set([...fieldNames, ...Object.values(seenFor).flat(), 'local.hour', 'zone', 'zoneKnown']),
]

describe('the codes of what a decision looked at', () => {
  it('are there for every field and for every value of a gate', () => {
    expect(names.filter((name) => !Object.hasOwn(seenCodes, name))).toEqual([])
  })

  it('are two letters, each given once, and no name of anything', () => {
    const codes = Object.values(seenCodes)
    expect(codes.every((code) => /^[a-z]{2}$/.test(code))).toBe(true)
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes.filter((code) => names.includes(code))).toEqual([])
  })

  it('are taken back where a decision is read, also where a value has no code', () => {
    const name = fc.oneof(
      fc.constantFrom(...Object.keys(seenCodes)),
      fc.string({ minLength: 3, maxLength: 30 }),
      fc.constantFrom('constructor', '__proto__', 'toString'),
    )
    fc.assert(
      fc.property(fc.dictionary(name, fc.oneof(fc.string(), fc.integer(), fc.boolean())), (seen) => {
        expect(namedSeen(codedSeen(seen))).toEqual(seen)
      }),
    )
  })

  it('leave what an earlier release kept in full as it is', () => {
    const kept = { 'customer.age': 41, zone: 'Europe/Prague', 'local.hour': 9 }
    expect(namedSeen(kept)).toEqual(kept)
  })
})

describe('a decision as the table has it', () => {
  const record = decisionRecord(decideOn([aCampaign()]), 'E1').decision
  const keys = { entry: 'e', expiresAt: 1 }

  it('is read by the names of its values, whichever release wrote it', () => {
    expect(Object.keys(record.seen).length).toBeGreaterThan(10)
    for (const seen of [codedSeen(record.seen), record.seen])
      expect(journalEntrySchema.parse({ ...record, ...keys, seen })).toMatchObject({ seen: record.seen })
  })

  it('still means what it meant when it was written: a code is never given to another name', () => {
    const written = { ca: 41, zo: 'Europe/Prague', sh: 0, su: 'none', rc: 'none', om: 'email', cf: 5, rl: 3 }
    expect(namedSeen(written)).toEqual({
      'customer.age': 41,
      zone: 'Europe/Prague',
      'signal.ageHours': 0,
      suppressed: 'none',
      recentContacts: 'none',
      'consent.marketing': 'email',
      'customer.financialAssets': 5,
      'riskTolerance.level': 3,
    })
  })
})
