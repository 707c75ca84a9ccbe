import { expect, it } from 'vitest'
import type { recordOutcomeEnv } from '#functions/record-outcome/env.ts'
import type { FunctionEnvironment } from '#infra/constructs/bellwether-function.ts'

/** Checked by the compiler: a directive below that finds no error is one itself. */
it('a function without one of its variables, or with one misspelt, does not compile', () => {
  const environments: readonly FunctionEnvironment<typeof recordOutcomeEnv>[] = [
    { JOURNAL_TABLE: 'journal' },
    { JOURNAL_TABLE: 'journal', LOG_LEVEL: 'DEBUG' },
    // @ts-expect-error JOURNAL_TABLE is missing
    {},
    // @ts-expect-error a variable that the function does not read
    { JOURNAL_TABLE: 'journal', JOURNAL_TABEL: 'journal' },
    // @ts-expect-error not one of the levels
    { JOURNAL_TABLE: 'journal', LOG_LEVEL: 'LOUD' },
    // @ts-expect-error the clock of deployed functions is not a choice
    { JOURNAL_TABLE: 'journal', CLOCK: 'event' },
  ]
  expect(environments).toHaveLength(6)
})
