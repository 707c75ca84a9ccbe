import { type MessageState, messageTransitions, statesBefore } from '#shared/domain/message/lifecycle.ts'

/**
 * The states from which a message may go along a path of states.
 * @throws Error when the path itself leaves the lifecycle: a mistake of the program
 */
export const statesBeforePath = (path: readonly MessageState[]): readonly MessageState[] => {
  const [first, ...rest] = path
  if (first === undefined) throw new Error('a path needs a state')
  let from = first
  for (const to of rest) {
    if (!messageTransitions[from].includes(to)) throw new Error(`no message goes from ${from} to ${to}`)
    from = to
  }
  return statesBefore(first)
}

/** All states of a move, the last of them where the message stays. */
export const pathOf = ({
  through = [],
  to,
}: {
  readonly through?: readonly MessageState[]
  readonly to: MessageState
}): readonly MessageState[] => [...through, to]
