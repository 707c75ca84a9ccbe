import { gunzipSync } from 'node:zlib'
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCalendarIndex } from '#shared/adapters/dynamodb/calendar-index.ts'
import { createContactsWriter } from '#shared/adapters/dynamodb/contacts-writer.ts'
import { createDecisionRecorder } from '#shared/adapters/dynamodb/decision-recorder.ts'
import { createParking } from '#shared/adapters/dynamodb/parking.ts'
import { createProfileStore } from '#shared/adapters/dynamodb/profile-store.ts'
import { createSweepCursor } from '#shared/adapters/dynamodb/sweep-cursor.ts'
import type { DecisionRecord } from '#shared/domain/decision/decision-record.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { RegisterWrite } from '#shared/domain/profile/register.ts'
import type { CalendarIndex, CalendarRow } from '#shared/ports/calendar-index.ts'
import type { DecisionRecorder } from '#shared/ports/decision-recorder.ts'
import type { ProfileStore } from '#shared/ports/profile-store.ts'
import { aMessage, decidedAt } from '#test/support/builders/messages.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'
import { randomOf } from '#test/support/random.ts'

let tables: Tables
let profiles: ProfileStore
let calendar: CalendarIndex
let recorder: DecisionRecorder

beforeAll(async () => {
  tables = await startTables()
  const { documentClient, name } = tables
  profiles = createProfileStore({ documentClient, tableName: name('CustomersTable') })
  calendar = createCalendarIndex({ documentClient, tableName: name('CustomersTable') })
  recorder = createDecisionRecorder({
    documentClient,
    journalTable: name('JournalTable'),
    customersTable: name('CustomersTable'),
    campaignsTable: name('CampaignsTable'),
  })
})

afterAll(() => tables?.stop())

const twenty = Array.from({ length: 20 }, (_, i) => i)
const version = (n: number): string => String(n).padStart(3, '0')
const register = (attribute: string, v: number, x: unknown): RegisterWrite => ({
  attribute,
  value: { v: version(v), x },
})
const balance = (accountId: string, v: number, minor: number): RegisterWrite => ({
  attribute: `balance:${accountId}`,
  value: { v: version(v), minor, currency: 'CZK' },
})

describe('profile store', () => {
  it('keeps the newest of each register, and gives back the profile as it then is', async () => {
    await profiles.apply('C1', [register('locale', 2, 'cs-CZ')])
    const stale = await profiles.apply('C1', [register('locale', 1, 'en')])
    expect(stale.changed).toBe(false)
    expect(stale.view.profile().single).toEqual({ locale: 'cs-CZ' })

    const partly = await profiles.apply('C1', [register('locale', 1, 'en'), register('branchId', 1, 'B1')])
    expect(partly.changed).toBe(true)
    expect(partly.view.profile().single).toEqual({ locale: 'cs-CZ', branchId: 'B1' })

    const again = await profiles.apply('C1', [register('locale', 2, 'cs-CZ'), register('branchId', 1, 'B1')])
    expect(again.changed).toBe(false)
  })

  it('lets twenty writers at once end where one after the other would', async () => {
    await Promise.all(
      twenty.map((n) => profiles.apply('C2', [register('locale', n, `x-${n}`), balance(`A${n}`, 1, n)])),
    )
    const { view } = await profiles.apply('C2', [register('locale', 0, 'x-0')])
    expect(view.profile().single.locale).toBe('x-19')
    expect([...view.profile().balances.values()].map(({ minor }) => minor).sort((a, b) => a - b)).toEqual(
      twenty,
    )
  })

  it('takes more registers than one update can carry', async () => {
    const facts = Array.from({ length: 65 }, (_, n) => balance(`A${n}`, 1, n))
    const { view, changed } = await profiles.apply('C3', facts)
    expect(changed).toBe(true)
    expect(view.profile().balances.size).toBe(65)
  })

  it('writes a quiet event for one unit, and its index only when a day of the calendar changes', async () => {
    const born = await profiles.apply('C4', [register('birthDate', 1, '1980-03-15'), balance('A', 1, 10)])
    expect(born.writeUnits).toBeGreaterThan(1)
    expect((await profiles.apply('C4', [balance('A', 2, 20)])).writeUnits).toBe(1)
    expect((await profiles.apply('C4', [balance('A', 1, 10)])).writeUnits).toBe(1)
  })
})

describe('calendar index', () => {
  const of = async (rows: AsyncIterable<CalendarRow>, customerId: string): Promise<CalendarRow[]> => {
    const found: CalendarRow[] = []
    for await (const row of rows) if (row.customerId === customerId) found.push(row)
    return found
  }

  it('finds a birthday where it is now, with the zone as it is now', async () => {
    await profiles.apply('D1', [
      register('birthDate', 1, '1980-03-15'),
      register('timeZone', 1, 'Asia/Tokyo'),
    ])
    await profiles.apply('D1', [register('timeZone', 2, 'Europe/Prague')])
    const row = { customerId: 'D1', kind: 'birthday', timeZone: 'Europe/Prague' }
    expect(await of(calendar.birthdays('03-15'), 'D1')).toEqual([row])

    await profiles.apply('D1', [register('birthDate', 2, '1980-05-01')])
    await profiles.apply('D1', [register('birthDate', 1, '1980-03-15')])
    expect(await of(calendar.birthdays('03-15'), 'D1')).toEqual([])
    expect(await of(calendar.birthdays('05-01'), 'D1')).toEqual([row])
  })

  it('finds a card until it is cancelled, and an older fact does not bring it back', async () => {
    const timeZone = { v: version(1), x: 'Europe/Prague' }
    await profiles.keepCalendar('D2', 'K1', { timeZone })
    expect(await of(calendar.cardsExpiring('2026-04-30'), 'D2')).toEqual([])
    await profiles.keepCalendar('D2', 'K1', { expiry: { v: version(1), expiresOn: '2026-04-30' }, timeZone })
    expect(await of(calendar.cardsExpiring('2026-04-30'), 'D2')).toEqual([
      { customerId: 'D2', kind: 'card-expiry', cardId: 'K1', timeZone: 'Europe/Prague' },
    ])
    await profiles.keepCalendar('D2', 'K1', { expiry: { v: version(3), expiresOn: null } })
    await profiles.keepCalendar('D2', 'K1', { expiry: { v: version(2), expiresOn: '2026-04-30' } })
    expect(await of(calendar.cardsExpiring('2026-04-30'), 'D2')).toEqual([])
  })
})

describe('contacts writer', () => {
  const writer = () =>
    createContactsWriter({ documentClient: tables.documentClient, tableName: tables.name('ContactsTable') })
  const contact = (v: number, fullName: string): RegisterWrite => ({
    attribute: 'contact',
    value: { v: version(v), fullName },
  })

  it('keeps what is newer, tells nothing of what stands there', async () => {
    await writer().keep('C1', [contact(2, 'Anna'), register('proof:service:sms', 1, true)])
    const answer = await writer().keep('C1', [contact(1, 'Old'), register('proof:service:sms', 2, false)])
    expect(JSON.stringify(answer)).not.toContain('Anna')
    expect(await tables.itemsOf('ContactsTable', 'C1')).toEqual([
      {
        customerId: 'C1',
        contact: { v: version(2), fullName: 'Anna' },
        'proof:service:sms': { v: version(2), x: false },
      },
    ])
  })

  it('lets twenty writers at once end where one after the other would', async () => {
    await Promise.all(
      twenty.map((n) => writer().keep('C2', [contact(n, `${n}`), register('proof:service:sms', 20 - n, n)])),
    )
    expect(await tables.itemsOf('ContactsTable', 'C2')).toEqual([
      {
        customerId: 'C2',
        contact: { v: version(19), fullName: '19' },
        'proof:service:sms': { v: version(20), x: 0 },
      },
    ])
  })
})

describe('decision recorder', () => {
  const withoutKey = ({ entry: _, expiresAt: __, ...message }: MessageEntry) => message

  const decisionOf = (
    customerId: string,
    signalId: string,
    messages: readonly MessageEntry[],
  ): DecisionRecord => {
    const signal = { ...aMessage().signal, customerId, id: signalId }
    return {
      decision: {
        customerId,
        kind: 'decision',
        signal,
        decidedAt,
        result: messages.length > 0 ? 'won' : 'no-campaign',
        gates: 2,
        won: [],
        refused: {},
        scores: {},
        seen: {},
        messages: messages.map(({ campaignId, channel }) => ({ campaignId, channel })),
      },
      messages: messages.map((message) => ({ ...withoutKey(message), customerId, signal })),
      tasks: [],
    }
  }
  const email = aMessage({ channel: 'email' })
  const contactAt = (at: number) => ({ purpose: 'marketing', channel: 'email', at }) as const

  it('records a decision without consequences once', async () => {
    const record = decisionOf('R1', 'S1', [])
    expect(await recorder.record(record, undefined)).toMatchObject({ kind: 'recorded', deliveries: [] })
    expect(await recorder.record(record, undefined)).toMatchObject({
      kind: 'recorded-before',
      deliveries: [],
    })
  })

  it('gives the deliveries of the run that was first, whatever the second would have done', async () => {
    const first = await recorder.record(decisionOf('R2', 'S1', [email]), undefined)
    // As decisions of an earlier release, these do not say the purpose: they wait where they hold up nobody.
    expect(first).toMatchObject({
      kind: 'recorded',
      deliveries: [{ channel: 'email', purpose: 'marketing', customerId: 'R2' }],
    })
    const before = await tables.itemsOf('JournalTable', 'R2')
    expect(before.map(({ kind }) => kind).sort()).toEqual(['decision', 'message'])

    const other = aMessage({ channel: 'sms', campaignId: 'another' })
    const second = await recorder.record(decisionOf('R2', 'S1', [other]), undefined)
    expect(second).toEqual({ ...first, kind: 'recorded-before' })
    expect(await tables.itemsOf('JournalTable', 'R2')).toEqual(before)
  })

  it('records nothing when the contacts are not those the decision saw, and gives the profile as it is', async () => {
    await recorder.record(decisionOf('R3', 'S1', [email]), { seen: [], next: [contactAt(1)] })
    const late = decisionOf('R3', 'S2', [email])
    expect(await recorder.record(late, { seen: [], next: [contactAt(2)] })).toMatchObject({
      kind: 'contacts-changed',
      profile: { customerId: 'R3', recentContacts: [contactAt(1)] },
    })
    expect(await tables.itemsOf('JournalTable', 'R3')).toHaveLength(2)

    const change = { seen: [contactAt(1)], next: [contactAt(1), contactAt(2)] }
    expect(await recorder.record(late, change)).toMatchObject({ kind: 'recorded' })
    expect(await tables.itemsOf('CustomersTable', 'R3')).toMatchObject([{ recentContacts: change.next }])
  })

  it('knows its own decision again, though it changed the contacts itself', async () => {
    const record = decisionOf('R4', 'S1', [email])
    await recorder.record(record, { seen: [], next: [contactAt(1)] })
    const again = await recorder.record(record, { seen: [], next: [contactAt(1)] })
    expect(again.kind).toBe('recorded-before')
  })

  it('lets one of twenty parallel runs of a signal record, and all know its deliveries', async () => {
    const outcomes = await Promise.all(
      twenty.map(() => recorder.record(decisionOf('R5', 'S1', [email]), undefined)),
    )
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual([
      'recorded',
      ...Array(19).fill('recorded-before'),
    ])
    expect(
      new Set(outcomes.map((each) => JSON.stringify('deliveries' in each && each.deliveries))).size,
    ).toBe(1)
    expect(await tables.itemsOf('JournalTable', 'R5')).toHaveLength(2)
  })

  it('lets one of twenty parallel signals past the cap', async () => {
    const outcomes = await Promise.all(
      twenty.map((n) =>
        recorder.record(decisionOf('R6', `S${n}`, [email]), { seen: [], next: [contactAt(n)] }),
      ),
    )
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual([
      ...Array(19).fill('contacts-changed'),
      'recorded',
    ])
    expect(await tables.itemsOf('JournalTable', 'R6')).toHaveLength(2)
  })

  /** The local database never answers so. */
  it.each([
    ['TransactionConflict', 'conflict'],
    ['ThrottlingError', 'throttled'],
  ])('takes %s for work that may come again', async (Code, reason) => {
    const refusal = new TransactionCanceledException({
      $metadata: {},
      message: '',
      CancellationReasons: [{ Code: 'None' }, { Code }],
    })
    const client = { send: () => Promise.reject(refusal) } as unknown as DynamoDBDocumentClient
    const refused = createDecisionRecorder({
      documentClient: client,
      ...{ journalTable: 'j', customersTable: 'c', campaignsTable: 'k' },
    })
    await expect(refused.record(decisionOf('R7', 'S1', [email]), undefined)).rejects.toMatchObject({ reason })
  })
})

describe('parking', () => {
  const park = (parkedId: string, payload: string) =>
    createParking({ documentClient: tables.documentClient, tableName: tables.name('ParkedTable') }).park({
      parkedId,
      reason: 'detail: expected object',
      payload,
      parkedAt: new Date(decidedAt),
    })

  it('keeps a payload that no item could hold, in parts, once', async () => {
    const payload = randomOf(1).text(1_000_000)
    await park('P1', payload)
    await park('P1', payload)
    const parts = (await tables.itemsOf('ParkedTable', 'P1')).sort((a, b) =>
      `${a.part}` < `${b.part}` ? -1 : 1,
    )
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.map(({ reason }) => reason !== undefined)).toEqual(parts.map((_, part) => part === 0))
    expect(new Set(parts.map((part) => part.parts))).toEqual(new Set([parts.length]))
    const whole = gunzipSync(Buffer.concat(parts.map((part) => part.payload as Uint8Array)))
    expect(whole.toString() === payload).toBe(true)
  })
})

describe('sweep cursor', () => {
  it('only moves on, whoever is late', async () => {
    const { documentClient, name } = tables
    const cursor = createSweepCursor({ documentClient, tableName: name('CampaignsTable') })
    expect(await cursor.read()).toBeUndefined()
    await Promise.all(twenty.map((n) => cursor.advance(new Date(Date.UTC(2026, 2, 1 + n)))))
    await cursor.advance(new Date('2026-03-03T00:00:00Z'))
    expect(await cursor.read()).toEqual(new Date('2026-03-20T00:00:00Z'))
  })
})
