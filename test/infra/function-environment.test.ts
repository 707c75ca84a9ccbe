import { expect, it } from 'vitest'
import type { recordOutcomeEnv } from '#functions/record-outcome/env.ts'
import type { FunctionEnvironment } from '#infra/constructs/bellwether-function.ts'

const others = { JOURNAL_TABLE: 'journal', CAMPAIGNS_TABLE: 'campaigns', AUDIT_TABLE: 'audit' }
const tables = { ...others, CUSTOMERS_TABLE: 'customers' }

/** Checked by the compiler: a directive below that finds no error is one itself. */
it('a function without one of its variables, or with one misspelt, does not compile', () => {
  const environments: readonly FunctionEnvironment<typeof recordOutcomeEnv>[] = [
    tables,
    { ...tables, LOG_LEVEL: 'DEBUG' },
    // @ts-expect-error CUSTOMERS_TABLE is missing
    others,
    // @ts-expect-error a variable that the function does not read
    { ...tables, JOURNAL_TABEL: 'journal' },
    // @ts-expect-error not one of the levels
    { ...tables, LOG_LEVEL: 'LOUD' },
    // @ts-expect-error the clock of deployed functions is not a choice
    { ...tables, CLOCK: 'event' },
  ]
  expect(environments).toHaveLength(6)
})
