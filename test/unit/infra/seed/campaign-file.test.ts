import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { checkCampaignText, readCampaign } from '#infra/seed/campaign-file.ts'
import { changed, changedBy, serviceCampaign } from '#test/support/builders/written-campaigns.ts'

const said = (text: string) =>
  checkCampaignText(text).problems.map(({ line, path, code }) => `${line} ${path} ${code}`)

const yaml = `# A comment
schema: 2
id: low-balance
version: 1
name: Low balance
status: live
purpose: service
trigger:
  signals: [{ type: LowBalance }]
audience:
  all:
    - { field: customer.age, op: gte, value: 65 }
    - field: customer.branch
      op: lt
      value: B
expiresAfterHours: 24
channels: [inapp]
createdBy: Jana
approvedBy: Petr
messages:
  en:
    inapp:
      title: Hello
      text: |
        Hello
        {{ customer.name }}
`

describe('a file', () => {
  it.each([
    ['YAML', stringify(serviceCampaign)],
    ['JSON', JSON.stringify(serviceCampaign)],
  ])('may be %s', (_, text) => {
    const { campaign, problems } = checkCampaignText(text)
    expect(problems).toEqual([])
    expect(campaign).toMatchObject(serviceCampaign)
  })

  it('tells the line of each problem, those of templates too', () => {
    expect(said(yaml)).toEqual([
      '14 audience.all.1.op wrong-operator',
      '24 messages.en.inapp.text variable-unknown',
    ])
    expect(checkCampaignText(yaml).campaign).toBeUndefined()
  })

  it('counts lines of JSON as well', () => {
    const text = JSON.stringify(changed(serviceCampaign, 'version', 0), null, 2)
    const line = text.split('\n').findIndex((one) => one.includes('"version"')) + 1
    expect(said(text)).toEqual([`${line} version out-of-bounds`])
  })

  it('names the line of the group that something is missing in', () => {
    const text = yaml.replace('      op: lt\n', '').replace('purpose: service\n', '')
    expect(said(text)).toEqual(['2 purpose missing', '12 audience.all.1.op missing'])
  })

  it('is refused for what is wrong with a template alone', () => {
    const text = stringify(changed(serviceCampaign, 'messages.en.inapp.text', '{{ oops'))
    const { campaign, problems } = checkCampaignText(text)
    expect(problems).toMatchObject([{ code: 'template-invalid' }])
    expect(campaign).toBeUndefined()
  })

  it('may go live with warnings', () => {
    const text = stringify(changed(serviceCampaign, 'messages.en.sms.text', 'long '.repeat(200)))
    const { campaign, problems } = checkCampaignText(text)
    expect(problems).toMatchObject([{ code: 'sms-long', severity: 'warning' }])
    expect(campaign?.id).toBe('low-balance')
  })
})

describe('a file that cannot be read', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
  for (const [name, of] of ['ba', 'cb', 'dc', 'ed'])
    bomb.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${of}`).join(', ')}]`)

  it.each([
    ['a key twice', 'schema: 2\nid: x\nschema: 2\n', 3],
    ['a bracket left open', 'schema: 2\nchannels: [email\n', 3],
    ['a tab', 'schema: 2\n\tid: x\n', 2],
    ['aliases without end', bomb.join('\n'), 1],
    ['brackets without end', '['.repeat(50_000), 1],
  ])('%s', (_, text, line) => {
    const { campaign, problems } = checkCampaignText(text)
    expect(campaign).toBeUndefined()
    expect(problems[0]).toMatchObject({ path: '', code: 'unreadable', severity: 'error', line })
    expect(problems.length).toBeLessThanOrEqual(5)
  })

  it.each(['', '# nothing', 'just text', '- a\n- b'])('%j holds no campaign', (text) => {
    expect(said(text)).toEqual(['1  wrong-type'])
  })
})

describe('what the seed reads', () => {
  it('is the campaign', () => {
    expect(readCampaign(stringify(serviceCampaign), 'low.yaml').id).toBe('low-balance')
  })

  it('names file, line and path of each error, and no warning', () => {
    const text = stringify(
      changedBy(serviceCampaign, {
        approvedBy: 'Jana',
        version: 1,
        'flags.vulnerable': { approvedBy: 'Petr' },
      }),
    )
    const read = () => readCampaign(text, 'low.yaml')
    expect(read).toThrow(
      /^low.yaml is no campaign that may go live:\nlow.yaml:\d+ approvedBy: nobody approves.*$/,
    )
  })
})
