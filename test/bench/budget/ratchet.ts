import type { Bound, Budget } from '#test/bench/budget/budget.ts'
import { FIRST_DECISION } from '#test/bench/budget/budget.ts'
import { type Counted, isBetter, type Records } from '#test/bench/budget/compare.ts'
import { decidedIn, withBound, withDecided } from '#test/bench/budget/decisions.ts'
import type { Count } from '#test/bench/harness/bench.ts'

export interface Ratcheted {
  readonly budget: Budget
  /** Texts of the records that changed, by path. */
  readonly records: Readonly<Record<string, string>>
  /** What was done, a sentence each. */
  readonly done: readonly string[]
}

/** In the middle of the slack, so that a value that moves a little either way does not move its bound. */
const boundFor = (value: number, slack: number | undefined): number =>
  slack === undefined ? value : Math.ceil(value + slack / 2)

class Ratchet {
  readonly #records = new Map<string, string>()
  readonly #stored: Records
  readonly done: string[] = []

  constructor(stored: Records) {
    this.#stored = stored
  }

  get records(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#records)
  }

  /** Lowers a bound that is more than is needed; leaves every other one, above all those that are not kept. */
  lowered(bound: Bound, value: number | undefined): Bound {
    if (value === undefined || !isBetter(value, bound)) return bound
    const next = boundFor(value, bound.slack)
    this.#change(bound.decision, (record) => withBound(record, bound.count, next))
    this.done.push(`"${bound.count}": ${bound.bound} → ${next}`)
    return { ...bound, bound: next }
  }

  /** A first bound; none where a record has one, because taking a bound out and letting it be found anew would raise it. */
  first({ name: count, value, slack }: Count): Bound[] {
    const rows = decidedIn(this.#text(FIRST_DECISION))
    if (rows.some((row) => row.count === count)) return []
    const bound = boundFor(value, slack)
    const because = 'what it was when it was first counted'
    this.#change(FIRST_DECISION, (record) => withDecided(record, { count, bound, because }))
    this.done.push(`"${count}": first bound ${bound}`)
    return [{ count, bound, ...(slack !== undefined && { slack }), decision: FIRST_DECISION }]
  }

  #text(path: string): string {
    return this.#records.get(path) ?? this.#stored(path) ?? ''
  }

  #change(path: string, change: (record: string) => string): void {
    this.#records.set(path, change(this.#text(path)))
  }
}

/** Lowers bounds to what was counted and gives new counts their first one; raises none. */
export const ratchet = (budget: Budget, counted: Counted, records: Records): Ratcheted => {
  const state = new Ratchet(records)
  const next = Object.entries(budget).map(([bench, bounds]): [string, Bound[]] => {
    const counts = counted[bench] ?? []
    return [
      bench,
      [
        ...bounds.map((bound) =>
          state.lowered(bound, counts.find(({ name }) => name === bound.count)?.value),
        ),
        ...counts
          .filter(({ name }) => !bounds.some(({ count }) => count === name))
          .flatMap((each) => state.first(each)),
      ],
    ]
  })
  return { budget: Object.fromEntries(next), records: state.records, done: state.done }
}
