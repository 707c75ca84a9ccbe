import type { Purpose } from '#shared/domain/vocabulary.ts'
import type { DeliveryLine, Slot } from '#shared/ports/delivery-line.ts'

/** What a message gets that would go out now. */
export type Turn =
  /** The provider may be called, once. */
  | { readonly kind: 'go'; readonly slot: Slot }
  /** No slot comes before the run must end. */
  | { readonly kind: 'no-slot' }
  /** The channel's circuit is open until then, in epoch milliseconds. */
  | { readonly kind: 'open'; readonly until: number }

export interface TurnDependencies {
  readonly line: DeliveryLine
  readonly wallClock: () => Date
  /** @param ms milliseconds */
  readonly wait: (ms: number) => Promise<void>
  /** When the last call may begin, by the wall clock: after it the run could end before the provider answers. */
  readonly lastCall: () => Date
}

interface Waiting {
  readonly take: (turn: Turn) => void
  readonly fail: (error: unknown) => void
}

/** Those of one channel and purpose who wait for a slot. */
interface Row {
  readonly channel: Slot['channel']
  readonly purpose: Purpose
  readonly waiting: Waiting[]
  served: boolean
}

/**
 * Hands out the turns of one run. Its messages' slots are reserved together: as many as wait for one at that moment, so
 * that none is reserved for a message that ends without a call.
 */
export const createTurns = ({ line, wallClock, wait, lastCall }: TurnDependencies) => {
  const rows = new Map<string, Row>()
  const spare: Slot[] = []
  const now = (): number => wallClock().getTime()

  const answerAll = ({ waiting }: Row, turn: Turn): void => {
    for (const { take } of waiting.splice(0)) take(turn)
  }

  const reserve = async (row: Row): Promise<void> => {
    const { channel, purpose, waiting } = row
    const latest = lastCall().getTime()
    if (now() > latest) return answerAll(row, { kind: 'no-slot' })
    const reserved = await line.reserve({ channel, purpose, count: waiting.length, latest })
    if (reserved.kind === 'open') return answerAll(row, reserved)
    if (reserved.kind === 'slots') {
      for (const slot of reserved.slots) waiting.shift()?.take({ kind: 'go', slot })
      return
    }
    if (reserved.until > latest) return answerAll(row, { kind: 'no-slot' })
    await wait(reserved.until - now())
  }

  const serve = async (row: Row): Promise<void> => {
    if (row.served) return
    row.served = true
    while (row.waiting.length > 0) {
      try {
        await reserve(row)
      } catch (error) {
        for (const { fail } of row.waiting.splice(0)) fail(error)
      }
    }
    row.served = false
  }

  const reserved = (channel: Slot['channel'], purpose: Purpose): Promise<Turn> =>
    new Promise((take, fail) => {
      const name = `${channel} ${purpose}`
      const row = rows.get(name) ?? { channel, purpose, waiting: [], served: false }
      rows.set(name, row)
      row.waiting.push({ take, fail })
      void serve(row)
    })

  const takeSpare = (channel: Slot['channel']): Turn | undefined => {
    const index = spare.findIndex((slot) => slot.channel === channel)
    const [slot] = index < 0 ? [] : spare.splice(index, 1)
    return slot && { kind: 'go', slot }
  }

  return {
    /** Waits for a message's turn. @throws what the line throws */
    next: async (channel: Slot['channel'], purpose: Purpose): Promise<Turn> => {
      const turn = takeSpare(channel) ?? (await reserved(channel, purpose))
      if (turn.kind === 'go' && turn.slot.at > now()) await wait(turn.slot.at - now())
      return turn
    },
    /** A slot that was not used: the next message of the run gets it. */
    giveBack: (slot: Slot): void => void spare.push(slot),
  }
}

export type Turns = ReturnType<typeof createTurns>
