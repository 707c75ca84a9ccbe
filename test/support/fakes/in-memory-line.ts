import { createTurns } from '#functions/deliver-message/turns.ts'
import { openingAfter, passedBy } from '#shared/domain/delivery/breaker.ts'
import {
  type LineState,
  planReservation,
  restAfterThrottling,
  slotsBefore,
} from '#shared/domain/delivery/line.ts'
import type { DeliveryLine, Slot } from '#shared/ports/delivery-line.ts'
import { createPassingTime } from '#test/support/virtual-time.ts'

type Channel = Slot['channel']

/** The lines in memory, with the table's conditions; test/integration holds both to the same behaviour. */
export const createInMemoryLine = ({
  perSecond = 1_000,
  now,
}: {
  readonly perSecond?: number
  /** Epoch milliseconds. */
  readonly now: () => number
}): DeliveryLine & { readonly state: (channel: Channel) => LineState } => {
  const lines = new Map<Channel, LineState>()
  const state = (channel: Channel): LineState => lines.get(channel) ?? {}
  const change = (channel: Channel, changes: LineState): void =>
    void lines.set(channel, { ...state(channel), ...changes })
  const mayOpen = ({ channel, lease }: Slot): boolean => state(channel).openUntil === lease

  return {
    state,
    reserve: async ({ channel, ...request }) => {
      const plan = planReservation(state(channel), { ...request, perSecond, now: now() })
      if (plan.kind === 'busy' || plan.kind === 'open') return plan
      if (plan.kind === 'probe') {
        change(channel, { openUntil: plan.lease, next: plan.to })
        return { kind: 'slots', slots: [{ channel, at: plan.now, lease: plan.lease }] }
      }
      const next = plan.kind === 'start' ? plan.to : (state(channel).next ?? 0) + plan.by
      change(channel, { next })
      const slots = slotsBefore(next, request.count, perSecond)
      return { kind: 'slots', slots: slots.map((at) => ({ channel, at })) }
    },
    report: async (slot, outcome) => {
      const { channel, lease } = slot
      const before = state(channel)
      if (outcome === 'failed' || outcome === 'paused') {
        if (!mayOpen(slot)) return { opened: false }
        if (outcome === 'failed' && lease === undefined)
          change(channel, { failures: (before.failures ?? 0) + 1 })
        const opening = openingAfter(outcome, state(channel), lease !== undefined, now())
        if (opening) change(channel, { openUntil: opening.until, opens: opening.opens })
        return { opened: opening !== undefined }
      }
      if (lease === undefined && before.openUntil === undefined) change(channel, { failures: undefined })
      if (lease !== undefined && mayOpen(slot)) lines.set(channel, { next: before.next })
      const rested = now() + restAfterThrottling(perSecond)
      if (outcome === 'throttled' && (state(channel).next ?? 0) < rested) change(channel, { next: rested })
      return { opened: false }
    },
  }
}

/** Whether the circuit is open. */
export const isOpen = ({ openUntil }: LineState, now: number): boolean =>
  openUntil !== undefined && !passedBy(openUntil, now)

/** Runs of deliver-message on lines of their own; `begin` gives the next one its time, in milliseconds. */
export const createRun = (
  start: Date,
  { perSecond, runMs = 11_000 }: { readonly perSecond?: number; readonly runMs?: number } = {},
) => {
  const time = createPassingTime(start)
  const line = createInMemoryLine({ now: time.now, ...(perSecond === undefined ? {} : { perSecond }) })
  let end = start.getTime() + runMs
  const turns = createTurns({ line, ...time, lastCall: () => new Date(end) })
  const begin = (): void => {
    end = time.now() + runMs
  }
  return { line, turns, begin, ...time }
}
