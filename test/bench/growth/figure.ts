import { type Cell, type CellCost, relative } from '#test/bench/growth/cell.ts'
import type { Figure } from '#test/bench/harness/bench.ts'
import type { Panel } from '#test/bench/plot/panel.ts'
import { plotSvg } from '#test/bench/plot/plot.ts'

const measures = [
  { of: 'functions', says: (value: number) => `function CPU (${Math.round(value).toLocaleString('en')} µs)` },
  { of: 'requests', says: (value: number) => `requests (${value.toFixed(2)})` },
  { of: 'writeUnits', says: (value: number) => `write units (${value.toFixed(2)})` },
  { of: 'dollarsPerMillion', says: (value: number) => `$${value.toFixed(2)} a million` },
] as const

const panelOf = (costs: readonly CellCost[], along: keyof Cell, title: string): Panel => ({
  title,
  xLabel: along === 'customers' ? 'customers' : 'live campaigns',
  yLabel: `times what it is with ${(costs[0]?.[along] ?? 0).toLocaleString('en')}`,
  series: measures.map(({ of, says }) => ({
    label: says(costs.at(-1)?.[of] ?? Number.NaN),
    points: relative(costs, along, of),
  })),
})

const inWords = (costs: readonly CellCost[], along: keyof Cell): string => {
  const last = costs.at(-1)
  const ends = measures.map(({ of, says }) => {
    const ratio = relative(costs, along, of).at(-1)?.y ?? Number.NaN
    return `${says(last?.[of] ?? Number.NaN)}, ${ratio.toFixed(2)} times`
  })
  const from = costs[0]?.[along].toLocaleString('en')
  return `From ${from} to ${last?.[along].toLocaleString('en')} ${along}, what an event takes becomes: ${ends.join('; ')}.`
}

/** Cost an event along the customers and along the campaigns, each of its smallest bank. */
export const growthFigure = (byCustomers: readonly CellCost[], byCampaigns: readonly CellCost[]): Figure => {
  const customers = byCampaigns[0]?.customers.toLocaleString('en')
  const campaigns = byCustomers[0]?.campaigns.toLocaleString('en')
  const description = `${inWords(byCustomers, 'customers')} ${inWords(byCampaigns, 'campaigns')}`
  const content = plotSvg({
    title: 'What an event costs as the bank grows',
    description,
    panels: [
      panelOf(byCustomers, 'customers', `More customers (${campaigns} live campaigns)`),
      panelOf(byCampaigns, 'campaigns', `More campaigns (${customers} customers)`),
    ],
  })
  return { file: 'growth.svg', alt: description, content }
}
