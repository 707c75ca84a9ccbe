import type { Move } from '#infra/local/commands/operate/options.ts'
import type { OperationsSwitch, Switches } from '#shared/adapters/dynamodb/operations-switch.ts'

/** Where the switches stood, and where they stand now or would. */
export interface Moved {
  readonly before: Switches
  readonly after: Switches
  /** `refused`: somebody else was quicker, again and again. */
  readonly outcome: 'already so' | 'only shown' | 'done' | 'refused'
}

/** Whoever stops must not lose to somebody who moves the other switch at the same moment. */
const ATTEMPTS = 5

const afterMove = (before: Switches, { position, purposes }: Move): Switches => ({
  ...before,
  ...Object.fromEntries(purposes.map((purpose) => [purpose, position])),
})

const isSame = (one: Switches, other: Switches): boolean =>
  one.marketing === other.marketing && one.service === other.service

/** @param acts whether to do it, or only to say what would be done */
export const moveSwitches = async (
  switches: OperationsSwitch,
  move: Move,
  acts: boolean,
  now: () => Date,
): Promise<Moved> => {
  for (let attempt = 1; ; attempt++) {
    const before = await switches.read()
    const after = afterMove(before, move)
    if (isSame(before, after)) return { before, after, outcome: 'already so' }
    if (!acts) return { before, after, outcome: 'only shown' }
    const { by, because } = move
    if (await switches.move(before, after, { by, because, at: now() }))
      return { before, after, outcome: 'done' }
    if (attempt === ATTEMPTS) return { before, after: before, outcome: 'refused' }
  }
}
