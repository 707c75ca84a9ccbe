import { afterEach, beforeEach, expect, it } from 'vitest'
import { ClockOffset, installClockOffset } from '#infra/local/clock-offset.ts'

const RealDate = globalThis.Date
const { now } = RealDate
const machineTime = RealDate.parse('2026-03-01T10:00:00.000Z')

const offset = new ClockOffset()

beforeEach(() => {
  RealDate.now = () => machineTime
  installClockOffset(new ClockOffset(offset.buffer))
})

afterEach(() => {
  globalThis.Date = RealDate
  RealDate.now = now
  RealDate.prototype.constructor = RealDate
  offset.current = 0
})

it('tells the machine’s time until it is set forward, and then the time ahead, in every way to ask', () => {
  expect(new Date().toISOString()).toBe('2026-03-01T10:00:00.000Z')
  offset.current = 90_000
  expect(new Date().toISOString()).toBe('2026-03-01T10:01:30.000Z')
  expect(Date.now()).toBe(machineTime + 90_000)
  expect(Date()).toBe(new Date(machineTime + 90_000).toString())
  offset.current = 30 * 86_400_000
  expect(new Date().toISOString()).toBe('2026-03-31T10:00:00.000Z')
})

it('leaves every other date as it is', () => {
  offset.current = 90_000
  expect(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z')
  expect(new Date('2026-03-01').getTime()).toBe(Date.UTC(2026, 2, 1))
  expect(new Date(2026, 2, 1, 12).getHours()).toBe(12)
  expect(new Date()).toBeInstanceOf(RealDate)
  expect(new RealDate(0)).toBeInstanceOf(Date)
  expect(new Date(0).constructor).toBe(Date)
})
