/**
 * Mutation tests of the pure rules: `npm run mutants`, or for one file `npm run mutants -- --mutate FILE`. What was
 * found before is kept and only what changed is run again; delete .local/mutants to begin anew.
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: ['shared/domain/**/*.ts'],
  testRunner: 'vitest',
  // A plain configuration of the unit tests: no projects, no reporter that counts.
  vitest: { configFile: 'test/support/vitest-for-mutants.config.ts', related: true },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  incremental: true,
  incrementalFile: '.local/mutants/incremental.json',
  tempDirName: '.local/mutants/sandbox',
  reporters: ['clear-text', 'json', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: true },
  jsonReporter: { fileName: '.local/mutants/report.json' },
  htmlReporter: { fileName: '.local/mutants/report.html' },
  thresholds: { high: 95, low: 85, break: 85 },
  // Types are stripped, not compiled: no tsconfig is rewritten, no checker runs.
  tsconfigFile: 'no-tsconfig.json',
  checkers: [],
  ignorePatterns: ['.local', 'cdk.out', 'docs'],
  ignoreStatic: true,
  timeoutMS: 10_000,
  logLevel: 'warn',
  disableTypeChecks: false,
}
