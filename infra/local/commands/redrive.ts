import { type Deployment, findDeployment, withHints } from '#infra/local/commands/deployment.ts'
import { moveDeadLetters } from '#infra/local/commands/redrive/dead-letter-moves.ts'
import { type RedriveOptions, redriveOptions } from '#infra/local/commands/redrive/options.ts'
import { listParked, putBackParked } from '#infra/local/commands/redrive/parked.ts'
import { type Findings, printFindings } from '#infra/local/commands/redrive/print.ts'
import { sourceQueue } from '#infra/local/commands/redrive/route.ts'
import { againWith, colour, note, progressBar, runCommand, say } from '#infra/local/commands/terminal.ts'
import { deadLetters } from '#infra/local/dead-letters.ts'
import { createParkedReader } from '#shared/adapters/dynamodb/parked-reader.ts'

const redriveParked = async (
  options: RedriveOptions,
  { connection }: Deployment,
): Promise<Findings['parked']> => {
  const { documentClient, name } = connection
  const reader = createParkedReader({ documentClient, tableName: name('ParkedTable') })
  const rows = await listParked(reader, options)
  if (!options.yes || rows.length === 0) return rows
  const bar = progressBar('put back', rows.length)
  try {
    const outcomes = await putBackParked(rows, reader, connection, bar.update)
    return rows.map((row) => {
      const outcome = outcomes.get(row.id)
      return outcome === undefined ? row : { ...row, outcome }
    })
  } finally {
    bar.stop()
  }
}

const redriveDeadLetters = async (
  { yes }: RedriveOptions,
  deployment: Deployment,
): Promise<Findings['deadLetters']> => {
  const { connection, outputs } = deployment
  const rows: Findings['deadLetters'][number][] = []
  const now = new Date()
  for (const { name: queue, count } of await deadLetters(connection.sqs, outputs)) {
    const dlq = `${queue}Url`
    const goesTo = sourceQueue(dlq, outputs)?.replace(/Url$/, '') ?? 'the queue that missed it'
    const moves = yes ? await moveDeadLetters(dlq, deployment, now) : undefined
    rows.push({ queue, count, goesTo, ...(moves && { moves }) })
  }
  return rows
}

/** What could have gone back and did not. */
const countFailures = ({ parked, deadLetters: queues }: Findings): number =>
  parked.filter(({ outcome = 'put back' }) => !['put back', 'parked anew', 'gone'].includes(outcome)).length +
  queues.reduce((sum, { moves }) => sum + Object.values(moves?.left ?? {}).reduce((a, b) => a + b, 0), 0)

const explainNext = (options: RedriveOptions, findings: Findings, failures: number): void => {
  const found = findings.parked.some(({ goesTo }) => goesTo !== undefined) || findings.deadLetters.length > 0
  if (!found) return
  if (!options.yes) {
    note(`Nothing was changed. To put it back: ${colour.cyan(againWith('redrive', '--yes'))}`)
  } else if (failures > 0)
    note(colour.red(`${failures} were not taken and stay; the same command tries again.`))
  else note('What is refused again is parked again under the same id; npm run redrive shows it.')
}

await runCommand(async () => {
  const options = redriveOptions(process.argv.slice(2))
  return withHints(async () => {
    const deployment = await findDeployment(options.outputs)
    try {
      const findings: Findings = {
        parked: options.parked ? await redriveParked(options, deployment) : [],
        deadLetters: options.deadLetters ? await redriveDeadLetters(options, deployment) : [],
      }
      if (options.json) say(JSON.stringify(findings, null, 2))
      else printFindings(findings, options)
      const failures = countFailures(findings)
      explainNext(options, findings, failures)
      return failures === 0 ? 0 : 1
    } finally {
      deployment.connection.close()
    }
  })
})
