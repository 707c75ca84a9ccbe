import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { taskIdOf, taskKeyOf } from '#shared/domain/task/task-id.ts'
import { decisionEntry, messageEntry, taskEntry } from '#shared/tables/journal.ts'

const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/)
const at = new Date('2026-03-10T09:00:00.000Z')

describe('the id of a task', () => {
  it('is one word, and leads back to its key', () => {
    fc.assert(
      fc.property(
        word,
        word,
        word,
        fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (customerId, campaignId, signalId, time) => {
          const key = { customerId, entry: taskEntry(time, campaignId, signalId) }
          expect(taskIdOf(key)).toMatch(/^[\w-]+$/)
          expect(taskKeyOf(taskIdOf(key))).toEqual(key)
        },
      ),
    )
  })

  it.each([
    ['nothing', ''],
    ['another alphabet', 'ünïcode'],
    ['a message', taskIdOf({ customerId: 'C1', entry: messageEntry(at, 'low-balance', 'S') })],
    ['a decision', taskIdOf({ customerId: 'C1', entry: decisionEntry(at, 'S') })],
    ['nobody’s task', taskIdOf({ customerId: '', entry: taskEntry(at, 'low-balance', 'S') })],
    ['a third part', taskIdOf({ customerId: 'C1', entry: `${taskEntry(at, 'a', 'S')}\nmore` })],
    ['something huge', 'A'.repeat(100_000)],
  ])('is not %s', (_, id) => {
    expect(taskKeyOf(id)).toBeUndefined()
  })

  it('has one spelling only', () => {
    const id = taskIdOf({ customerId: 'C1', entry: taskEntry(at, 'low-balance', 'S:1') })
    expect(taskKeyOf(id)).toBeDefined()
    for (const other of [`${id}=`, ` ${id}`, `${id}\n`, `${id}%`]) expect(taskKeyOf(other)).toBeUndefined()
  })
})
