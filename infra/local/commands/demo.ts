import { rmSync } from 'node:fs'
import path from 'node:path'
import Table from 'cli-table3'
import type { BankEvent } from '#events/registry.ts'
import { type LocalCloud, startLocalCloud } from '#infra/local/cloud.ts'
import { type Connection, connect, seedCampaigns } from '#infra/local/commands/connection.ts'
import { createBank } from '#infra/local/commands/demo/bank.ts'
import { describeExpectation } from '#infra/local/commands/demo/expectation.ts'
import { type Observation, observe } from '#infra/local/commands/demo/observe.ts'
import { printResults } from '#infra/local/commands/demo/results.ts'
import { type Scene, scenes } from '#infra/local/commands/demo/scenes.ts'
import { localSettings } from '#infra/local/commands/local-settings.ts'
import { colour, runCommand, say, stepPrinter } from '#infra/local/commands/terminal.ts'
import { deadLetters } from '#infra/local/dead-letters.ts'
import { publishBankEvents } from '#shared/publisher/publish-bank-events.ts'
import { putEntries } from '#shared/publisher/put-entries.ts'

const dataDirectory = path.join('.local', 'demo')

const publish = async (events: readonly BankEvent[], { eventBridge, busName }: Connection): Promise<void> => {
  const { failed } = await publishBankEvents(events, { client: eventBridge, busName })
  for (const { reason } of failed) throw new Error(`an event of the demo could not be published: ${reason}`)
}

/** People who answer an SMS: the double of the provider takes it as a phone network does. */
const reply = async (body: object, { endpoints }: LocalCloud): Promise<void> => {
  const answer = await fetch(`${endpoints.sms}/inbound-sms`, { method: 'POST', body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`a reply of the demo was not taken: ${answer.status}`)
}

const play = async (played: readonly Scene[], now: Date, cloud: LocalCloud, connection: Connection) => {
  const { eventBridge, busName } = connection
  await publish(
    played.flatMap(({ known }) => known),
    connection,
  )
  await cloud.settled()
  for (const each of played.flatMap(({ replies = [] }) => replies)) await reply(each, cloud)
  await cloud.settled()
  await publish(
    played.flatMap(({ happens }) => happens),
    connection,
  )
  const raw = played.flatMap((scene) => scene.raw ?? []).map((entry) => ({ Source: 'bank.core', ...entry }))
  const { failed } = await putEntries(raw, { client: eventBridge, busName })
  for (const { reason } of failed) throw new Error(`an entry of the demo was not taken: ${reason}`)
  await cloud.tickSchedules(now)
  await cloud.settled()
  // What became due meanwhile, as the next minute finds it: the answer to an opt-out.
  await cloud.tickSchedules(new Date(), 'ReleaseDueFunction')
  await cloud.settled()
}

const mark = ({ asExpected }: Observation): string => (asExpected ? colour.green('✔') : colour.red('✘'))

const printTable = (observations: readonly Observation[]): void => {
  const table = new Table({
    head: ['', 'customer', 'what happened', 'what came of it', 'what is read, or why not'],
    colWidths: [3, 24, 30, 32, 44],
    wordWrap: true,
    style: { head: [], border: [] },
  })
  for (const observation of observations) {
    const { scene, came, text } = observation
    const result = observation.asExpected
      ? came
      : `${came}\n(expected ${describeExpectation(scene.expected)})`
    table.push([mark(observation), scene.who, scene.what, result, text])
  }
  say(table.toString())
}

await runCommand(async () => {
  const started = performance.now()
  rmSync(dataDirectory, { recursive: true, force: true })
  const step = stepPrinter()
  const cloud = await startLocalCloud({ dataDirectory, schedules: 'manual', onProgress: step })
  const connection = connect(cloud)
  try {
    const campaignIds = await seedCampaigns(connection, localSettings)
    step('campaigns')
    const now = new Date()
    const played = scenes(createBank(now), now)
    await play(played, now, cloud, connection)
    step('events published and worked off')
    const observations = await observe(played, connection, cloud.providers.calls())
    printTable(observations)
    await printResults(campaignIds, connection)
    const wrong = observations.filter(({ asExpected }) => !asExpected).length
    const dead = await deadLetters(connection.sqs, cloud.outputs)
    for (const { name, count } of dead) say(colour.red(`${count} messages ended in ${name}`))
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    const whole = wrong === 0 && dead.length === 0
    say(
      whole
        ? colour.green(`All ${observations.length} came out as expected, in ${seconds} s.`)
        : colour.red(`${wrong} of ${observations.length} came out otherwise. Logs: ${dataDirectory}/logs`),
    )
    say(`The messages themselves: ${dataDirectory}/inbox`)
    return whole ? 0 : 1
  } finally {
    connection.close()
    await cloud.stop()
  }
})
