/** What RESULTS.md says at a glance is shown in the README, too, so that no figure is typed and goes stale. */
const SECTION = '## At a glance'

const BEGIN = '<!-- measured: from test/bench/RESULTS.md by `npm run docs` -->'
const END = '<!-- /measured -->'

/** @param results RESULTS.md @throws Error where it has no table at a glance */
const atAGlance = (results: string): string => {
  const section = results.split(/^(?=## )/m).find((each) => each.startsWith(`${SECTION}\n`))
  if (section === undefined) throw new Error(`test/bench/RESULTS.md has no section "${SECTION}"`)
  return section.slice(SECTION.length).trim()
}

/**
 * The README with the table between its two marks.
 * @param readme as it is
 * @param results test/bench/RESULTS.md
 * @throws Error where the README does not say where the table goes
 */
export const withMeasured = (readme: string, results: string): string => {
  const begin = readme.indexOf(BEGIN)
  const end = readme.indexOf(END, begin)
  if (begin < 0 || end < 0) throw new Error(`README.md has no place between "${BEGIN}" and "${END}"`)
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${atAGlance(results)}\n\n${readme.slice(end)}`
}
