import { describe, expect, it } from 'vitest'
import { bankEventContracts } from '#events/registry.ts'
import shapes from '#events/shapes.json' with { type: 'json' }
import { contractShapes } from '#infra/docs/shapes.ts'

const advice = (name: string) =>
  `The shape of ${name} is no longer what events/shapes.json says. Banks publish by it: a new optional field may be
accepted with \`node infra/docs/generate.ts --accept-shapes\`; anything else is a new event with a new name (docs/adr/0002).`

const committed: Readonly<Record<string, unknown>> = shapes
const current = contractShapes()

describe('the shape of a contract', () => {
  it.each(bankEventContracts.map(({ name }) => name))('%s is the one that was agreed', (name) => {
    expect(current[name], advice(name)).toEqual(committed[name])
  })

  it('outlives no contract', () => {
    expect(Object.keys(committed).sort(), 'a contract was taken away; banks may still publish by it').toEqual(
      Object.keys(current).sort(),
    )
  })
})
