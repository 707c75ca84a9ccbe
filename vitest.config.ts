import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    reporters: ['default', './test/support/closing-line.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{unit,contract}/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'deployment',
          include: ['test/{infra,integration}/**/*.test.ts'],
          globalSetup: ['test/support/local-cloud/synthesized-once.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // One local cloud is busy on two cores: database, queues and functions each have threads of their own.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
