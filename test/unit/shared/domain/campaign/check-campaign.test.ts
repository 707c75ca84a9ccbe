import { describe, expect, it } from 'vitest'
import { checkCampaign } from '#shared/domain/campaign/check-campaign.ts'
import {
  changed,
  changedBy,
  marketingCampaign,
  serviceCampaign,
  type Written,
} from '#test/support/builders/written-campaigns.ts'
import { problemsOf } from '#test/support/campaign-problems.ts'

const said = (given: unknown) => problemsOf(given).map(({ path, code }) => `${path} ${code}`)
const saidOf = (path: string, value: unknown, of: Written = serviceCampaign) => said(changed(of, path, value))

const condition = { field: 'customer.age', op: 'gte', value: 65 }

describe('a campaign with nothing wrong in it', () => {
  it.each([
    ['service', serviceCampaign],
    ['marketing', marketingCampaign],
  ])('%s', (_, written) => {
    const { campaign, draft, problems } = checkCampaign(written)
    expect(problems).toEqual([])
    expect(campaign).toMatchObject(written)
    expect(draft).toBe(campaign)
  })

  it('may go live with a warning', () => {
    const { campaign, problems } = checkCampaign(changed(marketingCampaign, 'offer', false))
    expect(problems).toMatchObject([{ path: 'offer', code: 'offer-not-marked', severity: 'warning' }])
    expect(campaign?.id).toBe('large-deposit')
  })

  it('is a draft only, where there is an error', () => {
    const { campaign, draft, problems } = checkCampaign(changed(serviceCampaign, 'approvedBy', 'Jana'))
    expect(problems).toMatchObject([{ severity: 'error' }])
    expect(campaign).toBeUndefined()
    expect(draft?.id).toBe('low-balance')
  })
})

describe('what has not the shape of a campaign', () => {
  it.each([
    ['status', 'asleep', 'unknown-option', /"asleep".*live, paused or ended/],
    ['status', 'liv', 'unknown-option', /did you mean "live"\?/],
    ['status', undefined, 'missing', /"status" is missing; it is one of live, paused or ended/],
    ['name', '', 'out-of-bounds', /"name" must not be empty/],
    ['name', 'x'.repeat(201), 'out-of-bounds', /at most 200 characters/],
    ['name', undefined, 'missing', /"name" is missing; it must be text/],
    ['name', 3, 'wrong-type', /"name" must be text/],
    ['version', 0, 'out-of-bounds', /at least 1/],
    ['version', 1.5, 'wrong-type', /a whole number/],
    ['holdout', 0.6, 'out-of-bounds', /at most 0.5/],
    ['id', 'Low Balance', 'wrong-format', /lower-case letters, digits and hyphens/],
    ['id', 'system-opt-out-confirmation', 'wrong-format', /not begin with "system-"/],
    ['validFrom', 'tomorrow', 'wrong-format', /a date and time with its offset/],
    ['schema', 3, 'schema', /schema: 2/],
    ['audeince', condition, 'unknown-key', /"audeince" here; did you mean "audience"\?/],
    ['xyzzy', 1, 'unknown-key', /nothing is called "xyzzy" here$/],
    ['messages.en.emial', {}, 'unknown-key', /did you mean "email"\?/],
    ['channels.0', 'fax', 'unknown-option', /"channels 1" cannot be "fax"; it is one of email, sms or inapp/],
    ['trigger.signals', [], 'out-of-bounds', /at least one entry/],
    ['trigger.signals.0.type', 'LowBalanc', 'unknown-option', /did you mean "LowBalance"\?/],
    ['trigger.signals.0.wher', condition, 'unknown-key', /did you mean "where"\?/],
    ['trigger.signal', [], 'unknown-key', /did you mean "signals"\?/],
    ['audience', { ...condition, field: 'customer.agee' }, 'unknown-field', /did you mean "customer.age"\?/],
    ['audience', { ...condition, op: 'above' }, 'unknown-option', /"op" cannot be "above"/],
    ['audience', { field: 'customer.age', op: 'gt' }, 'missing', /"value" is missing/],
    ['audience', { ...condition, value: null }, 'wrong-type', /must be text, a number/],
    ['audience', { ...condition, value: { CZK: 1.5 } }, 'wrong-type', /"CZK" must be a whole number/],
    ['audience', { ...condition, value: { czk: 1 } }, 'unknown-key', /"czk" is no currency/],
    ['audience', { all: [] }, 'out-of-bounds', /"all" must have at least one entry/],
    ['audience', { all: [condition], any: [condition] }, 'unknown-key', /"any"/],
    ['offer', 'yes', 'wrong-type', /true or false/],
    ['channels', 'email', 'wrong-type', /"channels" must be a list/],
    ['flags', 3, 'wrong-type', /a group of keys/],
  ])('%s: %j is %s', (path, value, code, message) => {
    const { campaign, draft, problems } = checkCampaign(changed(serviceCampaign, path, value))
    expect(problems).toMatchObject([{ code, message: expect.stringMatching(message), severity: 'error' }])
    expect(problems[0]?.path.startsWith(path)).toBe(true)
    expect([campaign, draft]).toEqual([undefined, undefined])
  })

  it('names the path within nested conditions', () => {
    const audience = { all: [condition, { not: { any: [condition, { ...condition, field: 'age' }] } }] }
    expect(saidOf('audience', audience)).toEqual(['audience.all.1.not.any.1.field unknown-field'])
  })

  it('names the path of a wrong schedule', () => {
    expect(saidOf('trigger', { schedule: { cron: '0 9 * * 1' } })).toEqual([
      'trigger.schedule.timeZone missing',
    ])
  })

  it('names everything at once', () => {
    expect(said(changedBy(serviceCampaign, { version: 0, status: 'x', createdBy: undefined }))).toEqual([
      'version out-of-bounds',
      'status unknown-option',
      'createdBy missing',
    ])
  })

  it.each([[null], [3], ['campaign'], [[]], [undefined]])('%j is no campaign', (given) => {
    expect(said(given)).toEqual([' wrong-type'].map((one) => (given === undefined ? ' missing' : one)))
  })

  it('refuses what is nested without end', () => {
    let audience: object = condition
    for (let depth = 0; depth < 20_000; depth++) audience = { not: audience }
    expect(saidOf('name', 'x', { ...serviceCampaign, audience: undefined })).toEqual([])
    expect(said({ ...serviceCampaign, audience })).toEqual([' too-deep'])
  })

  it('bears what people nest', () => {
    let audience: object = condition
    for (let depth = 0; depth < 13; depth++) audience = { all: [audience] }
    expect(said({ ...serviceCampaign, audience })).toEqual([])
  })
})

describe('when it is valid', () => {
  it.each([
    ['2027-01-01T00:00:00Z', '2027-02-01T00:00:00Z', []],
    ['2027-01-01T00:00:00Z', '2027-01-01T01:00:00+01:00', ['validUntil never-valid']],
    ['2027-02-01T00:00:00Z', '2027-01-01T00:00:00Z', ['validUntil never-valid']],
    ['2027-02-01T00:00:00Z', undefined, []],
    [undefined, '2027-02-01T00:00:00Z', []],
  ])('%s until %s', (validFrom, validUntil, expected) => {
    expect(said(changedBy(serviceCampaign, { validFrom, validUntil }))).toEqual(expected)
  })
})

describe('what triggers it', () => {
  const schedule = (cron: string, timeZone = 'Europe/Prague') =>
    problemsOf(changedBy(marketingCampaign, { trigger: { schedule: { cron, timeZone } } })).map(
      ({ path, message }) => `${path} ${message}`,
    )

  it.each(['0 9 * * 1', '*/15 8-20 1,15 * *', '0 9 L * *', '0 9 29 2 *'])('%s comes', (cron) => {
    expect(schedule(cron)).toEqual([])
  })

  it.each([
    ['0 9 * *', /five fields/],
    ['0 0 9 * * 1', /five fields/],
    ['@daily', /five fields/],
    ['61 9 * * 1', /minute: 61; for example/],
    ['a b c d e', /example "0 9/],
    ['0 9 31 2 *', /no such day/],
  ])('%s does not', (cron, message) => {
    const [problem, ...others] = schedule(cron)
    expect(others).toEqual([])
    expect(problem).toMatch(/^trigger.schedule.cron /)
    expect(problem).toMatch(message)
  })

  it.each([
    ['Europe/Prague', true],
    ['Asia/Shanghai', true],
    ['UTC', true],
    ['Europe/Prag', false],
    ['+02:00', false],
    ['', false],
  ])('a zone %j', (zone, exists) => {
    expect(schedule('0 9 * * 1', zone)).toEqual(
      exists ? [] : [expect.stringMatching(/^trigger.schedule.timeZone .*IANA/)],
    )
  })

  const gt = (amount: number) => ({ field: 'signal.amount', op: 'gt', value: { CZK: amount } })
  it.each([
    ['twice, with a condition each', [gt(2), { not: gt(1) }], []],
    ['twice, once without a condition', [gt(2), undefined], ['trigger.signals trigger-repeated']],
    ['twice without', [undefined, undefined], ['trigger.signals trigger-repeated']],
  ])('the same signal %s', (_, wheres, expected) => {
    const signals = wheres.map((where) => ({ type: 'LargeDeposit', ...(where ? { where } : {}) }))
    expect(saidOf('trigger.signals', signals, marketingCampaign)).toEqual(expected)
  })
})

describe('its product and flags', () => {
  const flag = { approvedBy: 'Karel' }
  it.each([
    ['an investment with its risk', {}, []],
    ['an investment without', { 'product.risk': undefined }, ['product.risk risk-missing error']],
    ['a deposit with a risk', { 'product.kind': 'deposit' }, ['product.risk unusual-risk warning']],
    ['a deposit', { product: { code: 'D', kind: 'deposit' } }, []],
    ['vulnerable customers, an investment', { 'flags.vulnerable': flag }, []],
    [
      'vulnerable customers, credit',
      { 'flags.vulnerable': flag, product: { code: 'L', kind: 'credit' } },
      ['flags.vulnerable credit-to-vulnerable error'],
    ],
    [
      'credit that helps in distress',
      { 'flags.distressHelp': flag, product: { code: 'L', kind: 'credit' } },
      [],
    ],
    [
      'an investment in distress',
      { 'flags.distressHelp': flag },
      ['flags.distressHelp flag-misplaced error'],
    ],
    [
      'nothing at all in distress',
      { 'flags.distressHelp': flag, product: undefined },
      ['flags.distressHelp flag-misplaced error'],
    ],
    ['a marketing notice', { 'flags.mandatoryNotice': flag }, ['flags.mandatoryNotice flag-misplaced error']],
  ])('%s', (_, changes, expected) => {
    const problems = problemsOf(changedBy(marketingCampaign, changes))
    expect(problems.map(({ path, code, severity }) => `${path} ${code} ${severity}`)).toEqual(expected)
  })

  it.each([
    ['a mandatory notice', { 'flags.mandatoryNotice': flag }, []],
    [
      'one kept from a control group',
      { 'flags.mandatoryNotice': flag, holdout: 0.1 },
      ['holdout notice-held-out'],
    ],
    ['any other service with a control group', { holdout: 0.1 }, []],
    ['service for vulnerable customers', { 'flags.vulnerable': flag }, ['flags.vulnerable without-effect']],
  ])('%s', (_, changes, expected) => {
    expect(said(changedBy(serviceCampaign, changes))).toEqual(expected)
  })
})

describe('who approves it (RULES 14, 16)', () => {
  it.each([
    ['Jana', 'Petr', []],
    ['Jana', 'Jana', ['approvedBy own-approval']],
    ['Jana Nováková', ' jana  NOVÁKOVÁ ', ['approvedBy own-approval']],
    ['Ｊａｎａ', 'Jana', ['approvedBy own-approval']],
    ['Jana', '  ', ['approvedBy name-missing']],
    [' ', 'Petr', ['createdBy name-missing']],
    ['张伟', '张伟', ['approvedBy own-approval']],
    ['张伟', '王芳', []],
  ])('%j, approved by %j', (createdBy, approvedBy, expected) => {
    expect(said(changedBy(serviceCampaign, { createdBy, approvedBy }))).toEqual(expected)
  })

  it.each(['vulnerable', 'distressHelp', 'mandatoryNotice'])('an exception "%s" too', (name) => {
    const path = `flags.${name}.approvedBy`
    expect(said(changed(marketingCampaign, path, 'Jana'))).toContain(`${path} own-approval`)
    expect(said(changed(marketingCampaign, path, ' '))).toContain(`${path} name-missing`)
    expect(said(changed(marketingCampaign, path, 'Petr')).join()).not.toContain('approvedBy')
  })
})
