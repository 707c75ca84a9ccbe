import Table from 'cli-table3'
import { type SimulationWords, simulationWords } from '#infra/cli/simulate/words.ts'
import { colour, say } from '#infra/local/commands/terminal.ts'
import type { Language } from '#shared/domain/explain/words/words.ts'
import type { CampaignReport, SimulationReport, SimulationTotals } from '#shared/domain/simulation/report.ts'

type Cell = string | number

const numbers = new Intl.NumberFormat('en')
const money = (amount: number, currency: string): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 4 }).format(amount)

const shown = (cell: Cell): string => (typeof cell === 'number' ? numbers.format(cell) : cell)

const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): void => {
  if (rows.length === 0) return
  const made = new Table({
    head: [...head],
    colAligns: head.map((_, column) => (typeof rows[0]?.[column] === 'number' ? 'right' : 'left')),
    style: { head: [], border: [] },
  })
  made.push(...rows.map((row) => row.map(shown)))
  say(made.toString())
}

const signed = (change: number): string =>
  change > 0 ? `+${numbers.format(change)}` : numbers.format(change)

const named = (names: Readonly<Record<string, string>>, code: string): string => names[code] ?? code

const printChange = ({ totals, change, prices }: SimulationReport, words: SimulationWords): void => {
  if (!change) return
  const row = (name: string, without: number, after: number): Cell[] => [
    name,
    without,
    after,
    signed(after - without),
  ]
  const { without } = change
  table(
    ['', words.without, words.with, words.change],
    [
      row(words.messages, without.messages, totals.messages),
      row(words.recipients, without.recipients, totals.recipients),
      row(words.tasks, without.tasks, totals.tasks),
      ...change.campaigns.map((each) => row(each.campaign, each.without, each.with)),
    ],
  )
  const { currency } = prices
  say(
    `${words.cost}${words.codes.colon}${money(without.cost.total, currency)} → ${money(totals.cost.total, currency)} ` +
      `(${change.cost > 0 ? '+' : ''}${money(change.cost, currency)})`,
  )
}

const printCampaigns = ({ campaigns }: SimulationReport, words: SimulationWords): void =>
  table(
    [words.campaign, words.role, words.considered, words.messages, words.recipients, words.tasks],
    campaigns.map(({ campaign, role, considered, states, recipients, tasks }) => [
      campaign,
      words[role],
      considered,
      states.sent ?? 0,
      recipients,
      tasks,
    ]),
  )

const stepName = (step: string, { codes, arbitration, action, delivery }: SimulationWords): string =>
  named({ ...codes.gates, arbitration, action, delivery }, step)

const printFunnel = (
  { campaign, considered, funnel, sample }: CampaignReport,
  words: SimulationWords,
): void => {
  if (considered === 0) return
  say()
  say(`${colour.bold(campaign)}${words.codes.colon}${words.considered} ${numbers.format(considered)}`)
  table(
    [words.step, words.reason, words.fell, words.left],
    funnel.map(({ step, code, fell, left }) => [stepName(step, words), code, fell, left]),
  )
  if (sample.length > 0) say(`${words.sample}${words.codes.colon}${sample.join(', ')}`)
}

const rowsOf = (counts: Readonly<Record<string, number>>): [string, number][] => Object.entries(counts)

/** More days than this are not listed one by one. */
const MOST_DAYS = 31

const printWhen = ({ languages, hours, days }: SimulationTotals, words: SimulationWords): void => {
  table([words.language, words.messages], rowsOf(languages))
  table(
    [words.hour, words.messages],
    hours.flatMap((count, hour): Cell[][] =>
      count > 0 ? [[`${String(hour).padStart(2, '0')}:00`, count]] : [],
    ),
  )
  const daily = rowsOf(days)
  const isLong = daily.length > MOST_DAYS
  const byMonth = [...Map.groupBy(daily, ([day]) => day.slice(0, 7))].map(
    ([month, all]): [string, number] => [month, all.reduce((sum, [, count]) => sum + count, 0)],
  )
  table([words.day, words.messages], isLong ? byMonth : daily)
}

const printCost = ({ totals: { cost }, prices }: SimulationReport, words: SimulationWords): void => {
  const { currency, asOf, sources } = prices
  table(
    [words.channel, words.messages, words.units, words.cost],
    cost.channels.map((each) => [
      named(words.codes.channels, each.channel),
      each.messages,
      each.units,
      money(each.cost, currency),
    ]),
  )
  say(
    `${words.total}${words.codes.colon}${money(cost.total, currency)}. ${words.prices(asOf, sources.email, sources.sms)}`,
  )
}

const printConflicts = ({ conflicts, change }: SimulationReport, words: SimulationWords): void => {
  if (!change) return
  say()
  say(colour.bold(words.conflicts))
  if (conflicts.length === 0) say(words.noConflicts)
  table(
    [words.campaign, '', words.campaign, words.times],
    conflicts.map(({ kind, by, of, times }) => [by, words.conflict[kind], of, times]),
  )
}

/** The report for people. */
export const printSimulation = (report: SimulationReport, language: Language): void => {
  const words = simulationWords[language]
  const { period, entries, customers, share } = report
  say(
    period
      ? words.title(numbers.format(customers), period.from.slice(0, 10), period.to.slice(0, 10))
      : words.nothingHappened,
  )
  say(words.entries(numbers.format(entries.events), numbers.format(entries.refused)))
  if (share < 1) say(colour.yellow(words.sampled(String(share), String(Math.round(100 / share) / 100))))
  printChange(report, words)
  printCampaigns(report, words)
  for (const campaign of report.campaigns)
    if (campaign.role === 'draft' || !report.change) printFunnel(campaign, words)
  printConflicts(report, words)
  say()
  printWhen(report.totals, words)
  printCost(report, words)
  for (const code of report.approximations) say(colour.dim(`· ${words.approximations[code]}`))
}
