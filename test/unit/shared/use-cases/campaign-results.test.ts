import { describe, expect, it } from 'vitest'
import { campaignResults } from '#shared/use-cases/campaign-results.ts'
import { aResultRow, createInMemoryResults } from '#test/support/fakes/in-memory-results.ts'

const control = { variant: '_', channel: 'none' }
const rows = [
  aResultRow({
    sent: 600,
    delivered: 580,
    bounced: 20,
    opened: 290,
    clicked: 58,
    complained: 1,
    converted: 30,
  }),
  aResultRow(
    { sent: 400, delivered: 400, converted: 25 },
    { variant: 'b', channel: 'sms', day: '2026-03-11' },
  ),
  aResultRow({ heldOut: 200, heldOutConverted: 4 }, control),
  aResultRow({ sent: 10, delivered: 10, converted: 10 }, { campaignVersion: 2, day: '2026-03-20' }),
]
const results = campaignResults(createInMemoryResults(...rows))

describe('results of a campaign', () => {
  it('are its rows, each version with its own control group, and all together', async () => {
    const { rows: own, versions, total } = await results('savings')
    expect(own).toEqual(rows)
    expect(versions.map(({ campaignVersion, counts }) => [campaignVersion, counts.converted])).toEqual([
      [1, 55],
      [2, 10],
    ])
    expect(total.counts).toMatchObject({ sent: 1010, converted: 65, heldOut: 200, heldOutConverted: 4 })
  })

  it('have rates with what each is a share of', async () => {
    const { rates } = (await results('savings')).versions[0] ?? {}
    expect(rates?.delivery?.rate).toBeCloseTo(980 / 1000)
    expect(rates?.open?.rate).toBeCloseTo(290 / 980)
    expect(rates?.click?.rate).toBeCloseTo(58 / 980)
    expect(rates?.complaint?.rate).toBeCloseTo(1 / 980)
    expect(rates?.conversion?.rate).toBeCloseTo(55 / 980)
    expect(rates?.controlConversion?.rate).toBeCloseTo(4 / 200)
    expect(rates?.uplift?.difference).toBeCloseTo(55 / 980 - 4 / 200)
    expect(rates?.uplift?.low).toBeGreaterThan(0)
  })

  it('have no rate of nothing, and no uplift without a control group', async () => {
    const { rates } = (await results('savings')).versions[1] ?? {}
    expect(rates?.uplift).toBeUndefined()
    expect(rates?.controlConversion).toBeUndefined()
    expect(rates?.conversion?.rate).toBe(1)
    expect(rates?.conversion?.high).toBeCloseTo(1)
    const { total } = await results('savings', { from: '2027-01-01' })
    expect(total).toEqual({ counts: {}, rates: expect.objectContaining({ delivery: undefined }) })
  })

  it('are of the days asked for, both included', async () => {
    const { rows: some } = await results('savings', { from: '2026-03-11', to: '2026-03-20' })
    expect(some.map(({ day }) => day)).toEqual(['2026-03-11', '2026-03-20'])
  })

  it('sum amounts by currency', async () => {
    const amounts = campaignResults(
      createInMemoryResults(
        { ...aResultRow({ converted: 1 }), minorUnits: { CZK: 5, EUR: 7 } },
        { ...aResultRow({ converted: 1 }), minorUnits: { CZK: 6 } },
      ),
    )
    expect((await amounts('savings')).total.minorUnits).toEqual({ CZK: 11, EUR: 7 })
  })
})
