import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const readme = readFileSync(new URL('README.md', root), 'utf8')
const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))

const found = (pattern: RegExp): string[] => [
  ...new Set([...readme.matchAll(pattern)].map(([, name]) => name ?? '')),
]

it.each(found(/npm run ([\w:]+)/g))('README: `npm run %s` is there', (name) => {
  expect(Object.keys(scripts)).toContain(name)
})

it.each(found(/\]\(([^)#]+)\)/g).filter((link) => !link.startsWith('http')))(
  'README: %s is there',
  (link) => {
    expect(existsSync(new URL(link, root))).toBe(true)
  },
)
