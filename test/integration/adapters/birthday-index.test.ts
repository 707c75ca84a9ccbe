import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCalendarIndex } from '#shared/adapters/dynamodb/calendar-index.ts'
import { createProfileStore } from '#shared/adapters/dynamodb/profile-store.ts'
import type { RegisterWrite } from '#shared/domain/profile/register.ts'
import type { CalendarIndex } from '#shared/ports/calendar-index.ts'
import type { ProfileStore } from '#shared/ports/profile-store.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'

/**
 * Born on 10 September 1984: the 15th of the 8th Chinese month (Mid-Autumn; Hong Kong Observatory). Born on 2 February
 * 1984: New Year.
 */
const MID_AUTUMN = '1984-09-10'
const NEW_YEAR = '1984-02-02'

let tables: Tables
let profiles: ProfileStore
let calendar: CalendarIndex

beforeAll(async () => {
  tables = await startTables()
  const table = { documentClient: tables.documentClient, tableName: tables.name('CustomersTable') }
  profiles = createProfileStore(table)
  calendar = createCalendarIndex(table)
})
afterAll(() => tables?.stop())

const fact = (attribute: string, v: number, x: unknown): RegisterWrite => ({
  attribute,
  value: { v: String(v).padStart(3, '0'), x },
})
const born = (v: number, date: string) => fact('birthDate', v, date)
const keptBy = (v: number, name: 'gregorian' | 'chinese') => fact('birthCalendar', v, name)

/** Every place at which the sweep would find the customer's birthday, of those that these tests use. */
const placesOf = async (customerId: string): Promise<string[]> => {
  const places = [
    ...['09-10', '02-02'].map((day) => ({ place: `gregorian ${day}`, rows: calendar.birthdays(day) })),
    ...['08-15', '01-01'].map((day) => ({ place: `chinese ${day}`, rows: calendar.lunarBirthdays(day) })),
  ]
  const found: string[] = []
  for (const { place, rows } of places)
    for await (const row of rows) if (row.customerId === customerId) found.push(place)
  return found
}

describe('a birthday in the calendar index', () => {
  it('stands where date and calendar of one event say, after one write', async () => {
    const { writeUnits } = await profiles.apply('L1', [born(1, MID_AUTUMN), keptBy(1, 'chinese')])
    const gregorian = await profiles.apply('L2', [born(1, MID_AUTUMN)])
    expect(await placesOf('L1')).toEqual(['chinese 08-15'])
    expect(await placesOf('L2')).toEqual(['gregorian 09-10'])
    expect(writeUnits).toBe(gregorian.writeUnits)
  })

  it.each([
    ['the date first', [[born(1, MID_AUTUMN)], [keptBy(2, 'chinese')]]],
    ['the calendar first', [[keptBy(2, 'chinese')], [born(1, MID_AUTUMN)]]],
    ['the date anew', [[born(1, NEW_YEAR), keptBy(2, 'chinese')], [born(3, MID_AUTUMN)]]],
    ['a date that is older', [[born(3, MID_AUTUMN), keptBy(3, 'chinese')], [born(1, NEW_YEAR)]]],
    ['a calendar that is older', [[keptBy(3, 'chinese')], [born(2, MID_AUTUMN), keptBy(1, 'gregorian')]]],
    [
      'back and forth',
      [[born(1, MID_AUTUMN), keptBy(1, 'chinese')], [keptBy(2, 'gregorian')], [keptBy(3, 'chinese')]],
    ],
  ])('stands where the newest facts say with %s', async (name, batches) => {
    for (const facts of batches) await profiles.apply(name, facts)
    expect(await placesOf(name)).toEqual(['chinese 08-15'])
  })

  it('goes back to the Gregorian day', async () => {
    await profiles.apply('L3', [born(1, MID_AUTUMN), keptBy(1, 'chinese')])
    await profiles.apply('L3', [keptBy(2, 'gregorian')])
    expect(await placesOf('L3')).toEqual(['gregorian 09-10'])
  })

  it('stands nowhere while only the calendar is known', async () => {
    await profiles.apply('L4', [keptBy(1, 'chinese')])
    expect(await tables.itemsOf('CustomersTable', 'L4')).toEqual([
      { customerId: 'L4', item: 'profile', birthCalendar: { v: '001', x: 'chinese' } },
    ])
  })

  it.each([
    ['the calendar', [keptBy(2, 'chinese')]],
    ['the date', [born(1, MID_AUTUMN)]],
  ])('is mended when the event with %s comes again after a crash', async (name, redelivered) => {
    await profiles.apply(name, [born(1, MID_AUTUMN), keptBy(2, 'chinese')])
    // As the item stands when the work died after the write of the registers and before the key followed.
    await tables.documentClient.send(
      new UpdateCommand({
        TableName: tables.name('CustomersTable'),
        Key: { customerId: name, item: 'profile' },
        UpdateExpression: 'SET calendarKey = :key',
        ExpressionAttributeValues: { ':key': 'birthday#09-10#0' },
      }),
    )
    const { changed } = await profiles.apply(name, redelivered)
    expect(changed).toBe(false)
    expect(await placesOf(name)).toEqual(['chinese 08-15'])
  })

  it('stands right whoever of many writers comes last', async () => {
    const writers = Array.from({ length: 12 }, (_, n) => [
      profiles.apply('L5', [born(n, n === 11 ? MID_AUTUMN : NEW_YEAR)]),
      profiles.apply('L5', [keptBy(n, n % 2 === 1 ? 'chinese' : 'gregorian')]),
    ]).flat()
    await Promise.all(writers)
    expect(await placesOf('L5')).toEqual(['chinese 08-15'])
  })

  it('is not put back by a mend that a newer fact overtook', async () => {
    const { documentClient, name } = tables
    let sent = 0
    const overtaken = {
      send: async (command: UpdateCommand) => {
        // The write of the register is the first, the mend the second.
        if (++sent === 2) await profiles.apply('L7', [keptBy(3, 'chinese'), born(3, MID_AUTUMN)])
        return documentClient.send(command)
      },
    } as unknown as DynamoDBDocumentClient
    await profiles.apply('L7', [born(1, NEW_YEAR)])
    const late = createProfileStore({ documentClient: overtaken, tableName: name('CustomersTable') })
    await late.apply('L7', [keptBy(2, 'chinese')])
    expect(sent).toBe(2)
    expect(await placesOf('L7')).toEqual(['chinese 08-15'])
  })

  it('costs nothing for facts that move no birthday', async () => {
    await profiles.apply('L6', [born(1, MID_AUTUMN), keptBy(1, 'chinese')])
    expect((await profiles.apply('L6', [fact('locale', 1, 'zh-CN')])).writeUnits).toBe(1)
  })
})
