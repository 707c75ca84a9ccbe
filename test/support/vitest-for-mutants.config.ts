import { defineConfig } from 'vitest/config'

/** The unit tests of the pure rules alone, as stryker.config.mjs runs them against mutants. */
export default defineConfig({
  test: {
    include: ['test/unit/shared/domain/**/*.test.ts'],
    // Seconds for each of thousands of mutants; what they notice, tables should notice too. Counts only downwards.
    exclude: ['**/decision/properties.test.ts', '**/explain/any-decision.test.ts'],
    testTimeout: 60_000,
    reporters: ['dot'],
  },
})
