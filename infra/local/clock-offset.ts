/** How far a local cloud's time is ahead of the machine's: one number that all threads of a process share. */
export class ClockOffset {
  readonly buffer: SharedArrayBuffer
  readonly #milliseconds: BigInt64Array

  /** @param buffer of another thread's, to read the same offset @default one of its own, at 0 */
  constructor(buffer = new SharedArrayBuffer(8)) {
    this.buffer = buffer
    this.#milliseconds = new BigInt64Array(buffer)
  }

  /** Milliseconds. */
  get current(): number {
    return Number(Atomics.load(this.#milliseconds, 0))
  }

  set current(milliseconds: number) {
    Atomics.store(this.#milliseconds, 0, BigInt(milliseconds))
  }
}

/**
 * Makes `new Date()`, `Date()` and `Date.now()` of this thread tell the time with the offset. Timers keep to the
 * machine's time: what waits a second waits a second.
 */
export function installClockOffset(offset: ClockOffset): void {
  const RealDate = globalThis.Date
  const realNow = RealDate.now.bind(RealDate)
  const now = (): number => realNow() + offset.current
  RealDate.now = now
  const ShiftedDate = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
    apply: () => new RealDate(now()).toString(),
  })
  RealDate.prototype.constructor = ShiftedDate
  globalThis.Date = ShiftedDate
}
