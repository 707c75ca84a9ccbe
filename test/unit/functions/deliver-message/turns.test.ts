import { describe, expect, it } from 'vitest'
import { createTurns } from '#functions/deliver-message/turns.ts'
import type { DeliveryLine, Reservation, SlotRequest } from '#shared/ports/delivery-line.ts'
import { createVirtualTime } from '#test/support/virtual-time.ts'

const RUN = 10_000

/** A line that answers what it is told, in order, and then with as many slots as are asked for. */
const aRun = (...answers: readonly (Reservation | Error)[]) => {
  const time = createVirtualTime(0)
  const asked: SlotRequest[] = []
  const left = [...answers]
  const line: DeliveryLine = {
    reserve: async (request) => {
      asked.push(request)
      await time.wait(5)
      const answer = left.shift()
      if (answer instanceof Error) throw answer
      const slots = Array.from({ length: request.count }, () => ({
        channel: request.channel,
        at: time.now(),
      }))
      return answer ?? { kind: 'slots', slots }
    },
    report: async () => ({ opened: false }),
  }
  const turns = createTurns({ line, ...time, lastCall: () => new Date(RUN) })
  const email = () => turns.next('email', 'service')
  return { time, asked, turns, email }
}

const slotsAt = (...times: readonly number[]): Reservation => ({
  kind: 'slots',
  slots: times.map((at) => ({ channel: 'email', at })),
})

describe('the turns of a run', () => {
  it('are reserved together for all that wait', async () => {
    const { time, asked, email } = aRun()
    const all = Promise.all([email(), email(), email()])
    await time.runTo(100)
    expect((await all).map(({ kind }) => kind)).toEqual(['go', 'go', 'go'])
    expect(asked.map(({ count }) => count)).toEqual([1, 2])
    expect(asked[0]).toEqual({ channel: 'email', purpose: 'service', count: 1, latest: RUN })
  })

  it('come when the slot does, in the order of asking', async () => {
    const { time, email } = aRun(slotsAt(1_000), slotsAt(2_000, 3_000))
    const came: (readonly [number, number])[] = []
    for (const place of [0, 1, 2]) void email().then(() => came.push([place, time.now()]))
    await time.runTo(5_000)
    expect(came).toEqual([
      [0, 1_000],
      [1, 2_000],
      [2, 3_000],
    ])
  })

  it('are asked for again when the line said, and where it gave too few', async () => {
    const { time, asked, email } = aRun({ kind: 'busy', until: 2_000 }, slotsAt(2_100), slotsAt(2_200))
    const both = Promise.all([email(), email()])
    await time.runTo(5_000)
    expect((await both).map((turn) => turn.kind === 'go' && turn.slot.at)).toEqual([2_100, 2_200])
    expect(asked).toHaveLength(3)
  })

  it('are not waited for beyond the run', async () => {
    const { time, email } = aRun({ kind: 'busy', until: RUN + 1 })
    const both = Promise.all([email(), email()])
    await time.runTo(100)
    expect(await both).toEqual([{ kind: 'no-slot' }, { kind: 'no-slot' }])
  })

  it('are not asked for when the run is over', async () => {
    const { time, asked, email } = aRun()
    await time.runTo(RUN + 1)
    expect(await email()).toEqual({ kind: 'no-slot' })
    expect(asked).toEqual([])
  })

  it('are refused to all where the circuit is open', async () => {
    const { time, email } = aRun({ kind: 'open', until: 77 })
    const both = Promise.all([email(), email()])
    await time.runTo(100)
    expect(await both).toEqual([
      { kind: 'open', until: 77 },
      { kind: 'open', until: 77 },
    ])
  })

  it('fail for all that wait where the line cannot be asked, and not for those after', async () => {
    const { time, email } = aRun(new Error('no table'))
    const failed = Promise.allSettled([email(), email()])
    await time.runTo(100)
    expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const later = email()
    await time.runTo(200)
    expect((await later).kind).toBe('go')
  })

  it('go to the next one where they are given back, on their own channel', async () => {
    const { time, asked, turns, email } = aRun()
    const spare = { channel: 'email', at: 0 } as const
    turns.giveBack(spare)
    const sms = turns.next('sms', 'service')
    await time.runTo(100)
    expect((await sms).kind).toBe('go')
    expect(asked).toHaveLength(1)
    expect(await email()).toEqual({ kind: 'go', slot: spare })
    expect(asked).toHaveLength(1)
  })
})
