import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { type LocalCloud, startLocalCloud } from '#infra/local/cloud.ts'
import { type Connection, connect, seedCampaigns } from '#infra/local/commands/connection.ts'
import { createBank } from '#infra/local/commands/demo/bank.ts'
import { scenes } from '#infra/local/commands/demo/scenes.ts'
import { localSettings } from '#infra/local/commands/local-settings.ts'
import {
  announceCloud,
  startDirectory as dataDirectory,
  withdrawCloud,
} from '#infra/local/commands/start/cloud-file.ts'
import { exampleCustomer, firstEvent } from '#infra/local/commands/start/example-customer.ts'
import { startOptions } from '#infra/local/commands/start/options.ts'
import { enterWebhookEndpoint, webhookPage } from '#infra/local/commands/start/webhook-endpoint.ts'
import { colour, note, runCommand, say, stepPrinter } from '#infra/local/commands/terminal.ts'
import type { SmtpRelayOptions, SmtpServer } from '#infra/local/providers/smtp-relay.ts'
import { publishBankEvents } from '#shared/publisher/publish-bank-events.ts'

/** Makes customers known the way a bank does, by events on the bus: the one of the first event, and the demo's. */
const seedCustomers = async (
  cloud: LocalCloud,
  { eventBridge: client, busName }: Connection,
): Promise<void> => {
  const now = new Date()
  const known = [...exampleCustomer, ...scenes(createBank(now), now).flatMap((scene) => scene.known)]
  const { failed } = await publishBankEvents(known, { client, busName })
  for (const { reason } of failed) throw new Error(`an example customer could not be published: ${reason}`)
  await cloud.settled()
}

/** @returns paths of the files: variables for a shell, and entries for a first PutEvents */
const writeFiles = ({ environment, outputs }: LocalCloud) => {
  const variables = path.join(dataDirectory, 'env.sh')
  const lines = Object.entries(environment).map(([name, value]) => `export ${name}='${value}'\n`)
  writeFileSync(variables, lines.join(''))
  const entries = path.join(dataDirectory, 'first-event.json')
  writeFileSync(entries, `${JSON.stringify([firstEvent(String(outputs.BusName), new Date())], null, 2)}\n`)
  return { variables, entries }
}

const explain = (cloud: LocalCloud, files: ReturnType<typeof writeFiles>): void => {
  const { eventBridge, sqs, dynamodb, ses, inbox } = cloud.endpoints
  const rows = { EventBridge: eventBridge, SQS: sqs, DynamoDB: dynamodb, 'SES, SMS': ses }
  say()
  for (const [name, url] of Object.entries(rows)) say(`  ${name.padEnd(12)} ${url}`)
  say(`  ${'Bus'.padEnd(12)} ${cloud.outputs.BusName}`)
  say(`  ${'API'.padEnd(12)} ${cloud.outputs.ApiUrl}`)
  say(`  ${'Inbox'.padEnd(12)} ${colour.bold(inbox)}`)
  say(`  ${'Webhooks'.padEnd(12)} ${webhookPage(cloud)}`)
  say(`  ${'Data, logs'.padEnd(12)} ${dataDirectory}`)
  say()
  say('Point any AWS SDK or CLI here, and let a balance run low:')
  say(colour.cyan(`  . ${files.variables}`))
  say(colour.cyan(`  aws events put-events --entries file://${files.entries}`))
  say(
    'A moment later the message to the customer is in the inbox. The same event sent again changes nothing.',
  )
  say()
  say('The API takes a token for a role: marketer, approver, relationship-manager, compliance or admin.')
  say(colour.cyan(`  TOKEN=$(npm run --silent bellwether -- token marketer)`))
  say(colour.cyan(`  curl -H "Authorization: Bearer $TOKEN" ${cloud.outputs.ApiUrl}/v1/me`))
  say()
  say('Ctrl-C ends it; the data stay for the next start.')
}

/** Said once: from then on every email would fail alike, and each is in the inbox anyway. */
const relayTo = (server: SmtpServer): SmtpRelayOptions => ({
  ...server,
  onFailure: (reason) =>
    note(
      `${server.host}:${server.port} does not take emails (${reason}). They are in the inbox all the same.`,
    ),
})

/** A second signal while stopping ends the process the hard way, as people expect of Ctrl-C. */
const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })

await runCommand(async () => {
  const { smtp } = startOptions(process.argv.slice(2))
  const stopped = untilStopped()
  const step = stepPrinter()
  const cloud = await startLocalCloud({
    dataDirectory,
    onProgress: step,
    ...(smtp && { smtp: relayTo(smtp) }),
  })
  try {
    announceCloud(cloud)
    const connection = connect(cloud)
    await seedCampaigns(connection, localSettings)
    await enterWebhookEndpoint(cloud, connection)
    await seedCustomers(cloud, connection)
    connection.close()
    step('campaigns and example customers')
    explain(cloud, writeFiles(cloud))
    await stopped
  } finally {
    withdrawCloud()
    await cloud.stop()
  }
  say('Stopped.')
  return 0
})
