import type { Clock } from '#shared/ports/clock.ts'

/** @param kind the function's `CLOCK` variable, see shared/lambda/environment.ts */
export const createClock = (kind: 'wall' | 'event'): Clock =>
  kind === 'event' ? (factTime) => factTime : () => new Date()
