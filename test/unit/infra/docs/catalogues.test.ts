import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { bankEventContracts } from '#events/registry.ts'
import { field, identifier, list, money } from '#events/values.ts'
import { eventCatalogue } from '#infra/docs/event-catalogue.ts'
import { fieldTable, undescribedFields } from '#infra/docs/field-table.ts'
import { tableCatalogue } from '#infra/docs/table-catalogue.ts'

describe('the table of fields', () => {
  const schema = z.object({
    id: field(identifier, 'who'),
    amount: field(z.optional(money), 'how much'),
    parts: field(z.optional(list(z.object({ kind: field(z.enum(['a', 'b']), 'which') }), 1, 3)), 'of what'),
    mark: field(
      z.nullable(z.object({ level: field(z.int().check(z.minimum(1), z.maximum(5)), 'how') })),
      'or not',
    ),
    bare: z.boolean(),
  })

  it('names path, type, need and meaning of each field', () => {
    const lines = fieldTable(schema, 'data.').split('\n')
    const cells = (line: string) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim())
    expect(lines.filter((_, index) => index !== 1).map(cells)).toEqual([
      ['field', 'type', 'required', 'meaning'],
      ['`data.id`', 'identifier of A-Z a-z 0-9 . _ : - (at most 64)', 'yes', 'who'],
      ['`data.amount`', 'money', '', 'how much'],
      ['`data.parts`', 'list of 1 to 3: object', '', 'of what'],
      ['`data.parts[].kind`', '`a` \\| `b`', 'yes', 'which'],
      ['`data.mark`', 'object or null', 'yes', 'or not'],
      ['`data.mark.level`', 'integer, 1 to 5', 'yes', 'how'],
      ['`data.bare`', 'boolean', 'yes', ''],
    ])
    expect(lines[1]).toMatch(/^(\| -{3,} ){4}\|$/)
    expect(new Set(lines.map(({ length }) => length)).size).toBe(1)
  })

  it('finds a field whose meaning nobody wrote down', () => {
    expect(undescribedFields(schema)).toEqual(['`bare`'])
  })
})

describe('the catalogue of events', () => {
  it.each(bankEventContracts.map((contract) => [contract.name, contract] as const))(
    'says of %s what every field means',
    (name, contract) => {
      expect(undescribedFields(contract.detailSchema).filter((path) => path.includes('.'))).toEqual([])
      expect(eventCatalogue()).toContain(`## ${name}\n\n${contract.summary}`)
    },
  )
})

describe('the catalogue of tables', () => {
  it('has every table of the folder', async () => {
    const catalogue = await tableCatalogue()
    const files = readdirSync('shared/tables').filter((file) =>
      readFileSync(`shared/tables/${file}`, 'utf8').includes(' = defineTable({'),
    )
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) expect(catalogue).toContain(`## ${file.replace('.ts', '')}\n`)
  })
})
