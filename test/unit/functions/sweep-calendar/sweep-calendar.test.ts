import { describe, expect, it } from 'vitest'
import { type SweepDependencies, sweepCalendar } from '#functions/sweep-calendar/sweep-calendar.ts'
import type { CalendarDue } from '#shared/domain/calendar/calendar-due.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import type { CalendarRow } from '#shared/ports/calendar-index.ts'

const birthdayRow = (customerId: string, timeZone?: string): CalendarRow => ({
  customerId,
  kind: 'birthday',
  ...(timeZone === undefined ? {} : { timeZone }),
})

type Rows = Record<string, CalendarRow[]>

/** A calendar in memory: birthdays by MM-DD, cards by day of expiry; the cursor and the queue are kept. */
const createWorld = (birthdays: Rows, cards: Rows = {}, lunarBirthdays: Rows = {}) => {
  async function* rows(list: readonly CalendarRow[] = []) {
    yield* list
  }
  let cursor: Date | undefined
  const sent: CalendarDue[] = []
  let refusals = 0
  const dependencies: SweepDependencies = {
    index: {
      birthdays: (monthDay) => rows(birthdays[monthDay]),
      lunarBirthdays: (monthDay) => rows(lunarBirthdays[monthDay]),
      cardsExpiring: (expiresOn) => rows(cards[expiresOn]),
    },
    cursor: {
      read: async () => cursor,
      advance: async (to) => {
        if (cursor === undefined || cursor < to) cursor = to
      },
    },
    queue: {
      send: async (dues) => {
        if (refusals-- > 0) throw new RetryableError('unavailable')
        sent.push(...dues)
      },
    },
    campaigns: { settings: async () => defaultSettings },
  }
  return {
    dependencies,
    sent,
    refuseNext: () => {
      refusals = 1
    },
  }
}

const at = (instant: string) => new Date(instant)

describe('the calendar sweep', () => {
  it('finds a birthday in the morning of the customer, not of the bank', async () => {
    const { dependencies, sent } = createWorld({
      '03-15': [
        birthdayRow('tokyo', 'Asia/Tokyo'),
        birthdayRow('prague', 'Europe/Prague'),
        birthdayRow('somewhere'),
      ],
    })
    await sweepCalendar(at('2026-03-15T00:00:00Z'), dependencies)
    expect(sent.map(({ customerId }) => customerId)).toEqual(['tokyo'])
    await sweepCalendar(at('2026-03-15T08:00:00Z'), dependencies)
    expect(sent.map(({ customerId }) => customerId)).toEqual(['tokyo', 'prague', 'somewhere'])
  })

  it('keeps February 29 on February 28 of other years', async () => {
    const { dependencies, sent } = createWorld({ '02-29': [birthdayRow('leap', 'Europe/Prague')] })
    await sweepCalendar(at('2026-02-28T12:00:00Z'), dependencies)
    expect(sent).toMatchObject([{ customerId: 'leap', on: '2026-02-28' }])
  })

  it('keeps a Chinese birthday by the Chinese calendar, once in each of its years', async () => {
    // Mid-Autumn and New Year's Eve, kept in 2026, 2027 and 2028; published by the Hong Kong Observatory.
    const { dependencies, sent } = createWorld(
      {},
      {},
      { '08-15': [birthdayRow('C1', 'Asia/Shanghai')], '12-30': [birthdayRow('C2', 'Asia/Shanghai')] },
    )
    for (let day = 0; day < 3 * 366; day++)
      await sweepCalendar(new Date(Date.UTC(2026, 0, 1 + day, 12)), dependencies)
    expect(sent.map(({ customerId, on, kind }) => [customerId, on, kind])).toEqual([
      ['C2', '2026-02-16', 'birthday'],
      ['C1', '2026-09-25', 'birthday'],
      ['C2', '2027-02-05', 'birthday'],
      ['C1', '2027-09-15', 'birthday'],
      ['C2', '2028-01-25', 'birthday'],
      ['C1', '2028-10-03', 'birthday'],
    ])
  })

  it('reminds of a card 30, 7 and 1 days before', async () => {
    const card: CalendarRow = {
      customerId: 'C1',
      kind: 'card-expiry',
      cardId: 'K1',
      timeZone: 'Europe/Prague',
    }
    const { dependencies, sent } = createWorld({}, { '2026-12-31': [card] })
    for (let day = 1; day <= 31; day++)
      await sweepCalendar(at(`2026-12-${String(day).padStart(2, '0')}T12:00:00Z`), dependencies)
    expect(sent.map((due) => (due.kind === 'card-expiry' ? [due.on, due.daysLeft] : due.kind))).toEqual([
      ['2026-12-01', 30],
      ['2026-12-24', 7],
      ['2026-12-30', 1],
    ])
  })

  it('sends nothing new when it runs twice', async () => {
    const { dependencies, sent } = createWorld({ '03-15': [birthdayRow('C1', 'Europe/Prague')] })
    await sweepCalendar(at('2026-03-15T12:00:00Z'), dependencies)
    await sweepCalendar(at('2026-03-15T12:00:00Z'), dependencies)
    expect(sent).toHaveLength(1)
  })

  it('starts again where it died, and misses nobody', async () => {
    const { dependencies, sent, refuseNext } = createWorld({ '03-15': [birthdayRow('C1', 'Europe/Prague')] })
    refuseNext()
    await expect(sweepCalendar(at('2026-03-15T12:00:00Z'), dependencies)).rejects.toThrow(RetryableError)
    await sweepCalendar(at('2026-03-15T13:00:00Z'), dependencies)
    expect(sent).toMatchObject([{ customerId: 'C1', on: '2026-03-15' }])
  })

  it('catches up the days that it missed', async () => {
    const { dependencies, sent } = createWorld({
      '03-15': [birthdayRow('C1', 'Europe/Prague')],
      '03-17': [birthdayRow('C2', 'Europe/Prague')],
    })
    await sweepCalendar(at('2026-03-14T12:00:00Z'), dependencies)
    await sweepCalendar(at('2026-03-18T12:00:00Z'), dependencies)
    expect(sent.map(({ customerId, on }) => [customerId, on])).toEqual([
      ['C1', '2026-03-15'],
      ['C2', '2026-03-17'],
    ])
  })

  it('takes the zone of the bank for one that this runtime does not know', async () => {
    const { dependencies, sent } = createWorld({ '03-15': [birthdayRow('C1', 'Mars/Olympus')] })
    await sweepCalendar(at('2026-03-15T12:00:00Z'), dependencies)
    expect(sent).toHaveLength(1)
  })
})
