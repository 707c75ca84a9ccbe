import { describe, expect, it } from 'vitest'
import { withMeasured } from '#infra/docs/measured.ts'

const readme = (between: string) =>
  `# Bellwether\n\n<!-- measured: from test/bench/RESULTS.md by \`npm run docs\` -->\n\n${between}\n\n<!-- /measured -->\n\nMore.\n`

const results =
  '# Measured\n\nHead.\n\n## At a glance\n\n| goal |\n|------|\n| time |\n\n## Matching\n\n| other |\n'

describe('the README', () => {
  it('shows the table of all goals, and nothing else of the results', () => {
    expect(withMeasured(readme('| old |'), results)).toBe(readme('| goal |\n|------|\n| time |'))
  })

  it('stays as it is where it says what the results say', () => {
    const up = withMeasured(readme('| old |'), results)
    expect(withMeasured(up, results)).toBe(up)
  })

  it('is refused without a place for the table', () => {
    expect(() => withMeasured('# Bellwether\n', results)).toThrow('no place')
    expect(() => withMeasured(readme('').replace('<!-- /measured -->', ''), results)).toThrow('no place')
  })

  it('needs results that have the table', () => {
    expect(() => withMeasured(readme(''), '# Measured\n\n## Matching\n')).toThrow('At a glance')
  })
})
