import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { operateOptions } from '#infra/local/commands/operate/options.ts'
import { redriveOptions } from '#infra/local/commands/redrive/options.ts'
import { replayArchiveOptions } from '#infra/local/commands/replay-archive/options.ts'
import { synthesized } from '#test/infra/synthesized.ts'

const { templates, resources } = synthesized()
const read = (file: string): string => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')
const runbook = read('infra/RUNBOOK.md')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> }

/** Every match of the first group, once. */
const found = (pattern: RegExp, text = runbook): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, group = '']) => group)),
]

const outputsOf = (stack: string): string[] => Object.keys(templates[`Bellwether-${stack}`]?.Outputs ?? {})

const anchors = found(/^##? (.+)$/gm).map((heading) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(/\s/g, '-'),
)

/** What a shell makes of a line: single quotes are all that the runbook uses within these commands. */
const words = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

/** The arguments of each use of a script, in code blocks and in the text. */
const usesOf = (script: string): string[] => found(new RegExp(`npm run ${script} -- ([^\`\n]+)`, 'g'))

const parsers: Readonly<Record<string, (args: readonly string[]) => unknown>> = {
  operate: operateOptions,
  redrive: redriveOptions,
  'replay:archive': (args) => replayArchiveOptions(args, new Date('2026-12-01T00:00:00Z')),
}

describe('what the runbook says to type', () => {
  it.each(found(/\boutput ([A-Z]\w+ [A-Z]\w+)/g))('output %s is there', (use) => {
    const [stack = '', name] = use.split(' ')
    expect(outputsOf(stack)).toContain(name)
  })

  it.each(found(/^\s*logs (\w+)/gm))('logs of %s can be found', (name) => {
    expect(outputsOf('Compute')).toContain(name)
  })

  it.each(found(/npm run ([\w:]+)/g))('npm run %s is a script', (script) => {
    expect(scripts).toHaveProperty([script])
  })

  it.each(
    Object.entries(parsers).flatMap(([script, parse]) =>
      usesOf(script).map((use) => ({ script, use, parse })),
    ),
  )('npm run $script -- $use is understood', ({ use, parse }) => {
    expect(() => parse(words(use))).not.toThrow()
  })

  it('uses each of these commands', () => {
    for (const script of Object.keys(parsers))
      expect([script, usesOf(script).length > 0]).toEqual([script, true])
  })

  it.each(found(/--index-name (\w+)/g))('the index %s is there', (index) => {
    const indexes = resources('AWS::DynamoDB::Table').flatMap(
      ({ properties }) => properties.GlobalSecondaryIndexes ?? [],
    )
    expect(indexes.map(({ IndexName }: { IndexName: string }) => IndexName)).toContain(index)
  })

  it.each(found(/\]\(#([\w-]+)\)/g))('the link to #%s leads somewhere', (anchor) => {
    expect(anchors).toContain(anchor)
  })

  it.each(found(/(?:cdk (?:diff|deploy)|stack) `?(Bellwether-\w+)/g))('%s is a stack', (stack) => {
    expect(Object.keys(templates)).toContain(stack)
  })
})
