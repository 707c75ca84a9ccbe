import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import type { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { seed } from '#infra/seed/seed.ts'
import { readExampleCampaigns, readStarterCampaigns } from '#infra/seed/shipped-campaigns.ts'
import { defaultSettings } from '#shared/domain/settings.ts'

/** Tables that keep items by key; a put with a condition is refused where one is there. */
const createTables = () => {
  const items = new Map<string, Record<string, unknown>>()
  const send = async ({ input }: PutCommand) => {
    const item = input.Item ?? {}
    const key = JSON.stringify([input.TableName, item.collection ?? item.subject, item.entry])
    const onlyIfNew = input.ConditionExpression === 'attribute_not_exists(#entry)'
    if (onlyIfNew && items.has(key))
      throw new ConditionalCheckFailedException({ message: 'there', $metadata: {} })
    items.set(key, item)
  }
  const target = {
    documentClient: { send } as unknown as DynamoDBDocumentClient,
    campaignsTable: 'campaigns',
    auditTable: 'audit',
    now: new Date('2026-06-03T10:00:00.000Z'),
  }
  return { items, target }
}

const starters = readStarterCampaigns()
const examples = readExampleCampaigns()
const ids = (campaigns: readonly { id: string }[]) => campaigns.map(({ id }) => id)
const audited = (items: ReadonlyMap<string, Record<string, unknown>>) =>
  [...items.keys()].filter((key) => key.startsWith('["audit"')).length

describe('seeding', () => {
  it('puts what is not there yet, and says what was new', async () => {
    const { items, target } = createTables()
    expect(await seed(target, starters, defaultSettings)).toEqual(ids(starters))
    expect(await seed(target, [...starters, ...examples], defaultSettings)).toEqual(ids(examples))
    expect(audited(items)).toBe(starters.length + examples.length)
  })

  it('leaves alone what a bank has changed', async () => {
    const { items, target } = createTables()
    await seed(target, starters, defaultSettings)
    const before = new Map(items)
    const [first, ...rest] = starters.map((campaign) => ({ ...campaign, name: 'Shipped anew' }))
    if (!first) throw new Error('there is a starter campaign')
    expect(await seed(target, [first, ...rest], { ...defaultSettings, seniorAge: 60 })).toEqual([])
    expect(items).toEqual(before)
  })
})
