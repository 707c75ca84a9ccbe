import { describe, expect, it } from 'vitest'
import { parseCampaign, toSchema2 } from '#shared/domain/campaign/schema-1.ts'
import { serviceCampaign } from '#test/support/builders/written-campaigns.ts'

/** As the last release kept it: with every default filled in. */
const stored = {
  id: 'low-balance-care',
  version: 3,
  name: 'Low-balance care',
  status: 'live',
  purpose: 'service',
  signals: ['LowBalance'],
  holdout: 0,
  approvedForVulnerable: true,
  priority: 50,
  expiresAfterHours: 24,
  channels: ['sms'],
  messages: { en: { sms: { text: 'Low' } } },
  createdBy: 'starter-author',
  approvedBy: 'starter-approver',
}
const when = { field: 'customer.age', op: 'gte', value: 65 }
const handOver = { when, dueWithinHours: 4, title: { en: 'Call' } }

const upgraded = (changes: object) => {
  const { success, data, error } = parseCampaign({ ...stored, ...changes })
  return success ? data : error.issues.map(({ path }) => path.join('.'))
}

describe('a campaign of the last release', () => {
  it('is read as it was meant', () => {
    const { signals: _signals, approvedForVulnerable: _approved, ...rest } = stored
    expect(upgraded({})).toEqual({
      ...rest,
      schema: 2,
      trigger: { signals: [{ type: 'LowBalance' }] },
      offer: false,
      flags: {},
      expectedValue: 1,
      propensity: { base: 1, adjust: [] },
      context: [],
      variants: [],
    })
  })

  it.each([
    [
      { signals: ['Birthday', 'CardExpiring'] },
      { trigger: { signals: [{ type: 'Birthday' }, { type: 'CardExpiring' }] } },
    ],
    [{ handOver }, { task: { ...handOver, mode: 'instead' } }],
    [{ purpose: 'marketing' }, { flags: { vulnerable: { approvedBy: 'starter-approver' } } }],
    [{ purpose: 'marketing', approvedForVulnerable: false }, { flags: {} }],
    [{ purpose: 'marketing', approvedForVulnerable: undefined }, { flags: {} }],
    [{ audience: { not: when } }, { audience: { not: when } }],
    [{ priority: 100_000 }, { priority: 1000 }],
    [{ priority: -100_000 }, { priority: -1000 }],
    [{ priority: undefined }, { priority: 0 }],
    [{ name: 'n'.repeat(300) }, { name: 'n'.repeat(200) }],
  ])('%j', (changes, expected) => {
    expect(upgraded(changes)).toMatchObject(expected)
  })

  it.each([
    [
      'a field that is gone',
      { audience: { field: 'signal.currency', op: 'eq', value: 'CZK' } },
      ['audience.field'],
    ],
    [
      'its hand-over on one',
      { handOver: { ...handOver, when: { ...when, field: 'x' } } },
      ['task.when.field'],
    ],
    ['an unknown signal', { signals: ['Birthday', 'Foo'] }, ['trigger.signals.1.type']],
    ['no list of signals', { signals: 'Birthday' }, ['trigger.signals']],
    ['a name that is no text', { name: 3 }, ['name']],
    ['a priority that is no number', { priority: 'high' }, ['priority']],
  ])('%s is refused with its path', (_, changes, expected) => {
    expect(upgraded(changes)).toEqual(expected)
  })
})

describe('anything else is left as it is', () => {
  it.each([
    ['schema 2', serviceCampaign],
    ['a draft without a schema', { id: 'x', trigger: {} }],
    ['schema 2 with a stray key', { ...serviceCampaign, signals: ['Birthday'] }],
    ['nothing', null],
    ['text', 'signals'],
    ['a list', ['signals']],
  ])('%s', (_, given) => {
    expect(toSchema2(given)).toBe(given)
  })
})
