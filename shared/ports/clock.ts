/**
 * Now, given the time of the fact at hand (a signal, a decision, a provider's event). Only a replay of recorded events
 * looks at that time; everywhere else it is the wall clock.
 */
export type Clock = (factTime: Date) => Date
