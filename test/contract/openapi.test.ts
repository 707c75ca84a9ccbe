import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { allRoutes } from '#functions/api/routes/all.ts'
import { readExampleCampaigns, readStarterCampaigns } from '#infra/seed/shipped-campaigns.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { readApiDocument } from '#test/support/api/document.ts'

const document = readApiDocument()
const { operations, schemas } = document

const ajv = new Ajv2020({ strict: false })
formats.default(ajv)
ajv.addSchema({ $id: 'api', components: { schemas } })

/** A reference into the document, as ajv wants it. */
const absolute = (schema: unknown): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')) as object

describe('openapi.json', () => {
  it('has each route once, under a name of its own', () => {
    const names = operations.map(({ operationId }) => operationId)
    expect(new Set(names).size).toBe(names.length)
    expect(names.sort()).toEqual(allRoutes.map(({ operationId }) => operationId).sort())
  })

  it.each(operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    '%s is described by schemas that can be used, and every reference leads somewhere',
    (_name, { parameters, body, responses, path }) => {
      const contents = Object.values(responses).flatMap(({ content }) => Object.values(content ?? {}))
      const all = [...parameters, ...contents].map(({ schema }) => schema)
      for (const schema of [...all, ...(body === undefined ? [] : [body])])
        expect(() => ajv.compile(absolute(schema))).not.toThrow()
      const named = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`)
      expect(path.match(/\{\w+\}/g) ?? []).toEqual(named)
    },
  )

  it.each(
    operations.filter(({ method }) => method !== 'GET').map((each) => [each.operationId, each] as const),
  )('%s can be asked again with an Idempotency-Key', (_name, { parameters }) => {
    expect(parameters).toContainEqual(expect.objectContaining({ in: 'header', name: 'Idempotency-Key' }))
  })

  it('describes the campaigns and settings that the engine takes, and no others', () => {
    const campaign = ajv.compile({ $ref: 'api#/components/schemas/Campaign' })
    for (const shipped of [...readStarterCampaigns(), ...readExampleCampaigns()]) {
      expect(campaign(JSON.parse(JSON.stringify(shipped))), JSON.stringify(campaign.errors)).toBe(true)
      expect(campaign({ ...shipped, audience: { all: [{ field: 'no.such', op: 'eq', value: 1 }] } })).toBe(
        false,
      )
    }
    const settings = ajv.compile({ $ref: 'api#/components/schemas/Settings' })
    expect(settings(JSON.parse(JSON.stringify(defaultSettings))), JSON.stringify(settings.errors)).toBe(true)
  })

  it('says of each answer that time alone mends when to ask again', () => {
    const passing = operations.flatMap(({ operationId, responses }) =>
      Object.entries(responses)
        .filter(([status]) => status === '429' || status === '503')
        .map(([status, { headers }]) => ({ status, operationId, headers })),
    )
    expect(new Set(passing.map(({ status }) => status))).toEqual(new Set(['429', '503']))
    for (const { headers } of passing) expect(headers).toHaveProperty('retry-after')
  })

  it('names every reader of personal data as one who is written down', () => {
    const personal = allRoutes.filter(({ path }) => path.startsWith('/v1/customers/'))
    expect(personal.length).toBeGreaterThan(0)
    expect(personal.filter(({ reads }) => reads !== 'pii').map(({ path }) => path)).toEqual([])
  })
})
