import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { asksForException, campaignOf, contentOf } from '#shared/domain/campaign/campaign-content.ts'
import { checkCampaign } from '#shared/domain/campaign/check-campaign.ts'
import { serviceCampaign } from '#test/support/builders/written-campaigns.ts'

const SERVER = { version: 7, createdBy: 'maker', approvedBy: 'checker' }

const shipped = ['starter', 'example'].flatMap((kind) => {
  const directory = new URL(`../../../../../shared/${kind}-campaigns/`, import.meta.url)
  return readdirSync(directory).map((file) => [file, parse(readFileSync(new URL(file, directory), 'utf8'))])
})

describe('what an author sends', () => {
  it.each(shipped)('%s is content as it stands: what the server sets is left out, and said', (_, file) => {
    const { content, warnings } = contentOf(file)
    expect(warnings.map(({ path, severity }) => [path, severity])).toEqual(
      ['version', 'status', 'createdBy', 'approvedBy'].map((path) => [path, 'warning']),
    )
    const { campaign } = checkCampaign(campaignOf(content, SERVER))
    expect(campaign).toMatchObject({ ...SERVER, schema: 2, id: file.id, status: 'live' })
    expect(contentOf(content)).toEqual({ content, warnings: [] })
  })

  it('cannot say that it is live, approved, or by somebody else', () => {
    const claims = {
      version: 99,
      status: 'ended',
      createdBy: 'x',
      approvedBy: 'x',
      pausedBecause: 'paused-complaints',
      withdrawnUpTo: 98,
    }
    const { content, warnings } = contentOf({ ...serviceCampaign, ...claims })
    expect(warnings).toHaveLength(6)
    const campaign = campaignOf(content, SERVER)
    expect(campaign).toMatchObject({ ...SERVER, status: 'live' })
    expect(campaign).not.toHaveProperty('pausedBecause')
    expect(campaign).not.toHaveProperty('withdrawnUpTo')
  })

  it('says which exception it asks for, and who approves it answers for that', () => {
    for (const flag of [true, {}, { approvedBy: 'jana' }]) {
      const { content } = contentOf({ ...serviceCampaign, flags: { mandatoryNotice: flag } })
      expect(content.flags).toEqual({ mandatoryNotice: {} })
      expect(asksForException(content)).toBe(true)
      expect(campaignOf(content, SERVER)).toMatchObject({
        flags: { mandatoryNotice: { approvedBy: 'checker' } },
      })
    }
    expect(asksForException(contentOf({ ...serviceCampaign, flags: {} }).content)).toBe(false)
    expect(asksForException(contentOf(serviceCampaign).content)).toBe(false)
  })

  it('may be of schema 1, or name no schema', () => {
    const { trigger: _trigger, schema: _schema, ...rest } = serviceCampaign
    expect(contentOf({ ...rest, signals: ['LowBalance'] }).content).toMatchObject({
      schema: 2,
      trigger: { signals: [{ type: 'LowBalance' }] },
    })
    expect(contentOf({ ...rest, trigger: { signals: [] } }).content).toMatchObject({ schema: 2 })
    expect(contentOf({ ...serviceCampaign, schema: 3 }).content).toMatchObject({ schema: 3 })
  })
})
