import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { localClientConfig } from '#infra/local/clients.ts'
import { type LocalCloud, startLocalCloud } from '#infra/local/cloud.ts'
import { exampleCustomer, firstEvent } from '#infra/local/commands/start/example-customer.ts'
import { colour, runCommand, say, stepPrinter } from '#infra/local/commands/terminal.ts'
import { seed } from '#infra/seed/seed.ts'
import { readStarterCampaigns } from '#infra/seed/starter-campaigns.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { publishBankEvents } from '#shared/publisher/publish-bank-events.ts'

const dataDirectory = path.join('.local', 'start')

const seedCampaigns = async ({ endpoints, outputs }: LocalCloud): Promise<void> => {
  const client = new DynamoDBClient(localClientConfig(endpoints.dynamodb))
  const target = {
    documentClient: DynamoDBDocumentClient.from(client),
    campaignsTable: String(outputs.CampaignsTable),
    auditTable: String(outputs.AuditTable),
    now: new Date(),
  }
  await seed(target, readStarterCampaigns(), defaultSettings)
  client.destroy()
}

/** Makes a customer known the way a bank does: by events on the bus. */
const seedCustomer = async (cloud: LocalCloud): Promise<void> => {
  const client = new EventBridgeClient(localClientConfig(cloud.endpoints.eventBridge))
  const busName = String(cloud.outputs.BusName)
  const { failed } = await publishBankEvents(exampleCustomer, { client, busName })
  client.destroy()
  for (const { reason } of failed) throw new Error(`the example customer could not be published: ${reason}`)
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
  say(`  ${'Inbox'.padEnd(12)} ${colour.bold(inbox)}`)
  say(`  ${'Data, logs'.padEnd(12)} ${dataDirectory}`)
  say()
  say('Point any AWS SDK or CLI here, and let a balance run low:')
  say(colour.cyan(`  . ${files.variables}`))
  say(colour.cyan(`  aws events put-events --entries file://${files.entries}`))
  say(
    'A moment later the message to the customer is in the inbox. The same event sent again changes nothing.',
  )
  say()
  say('Ctrl-C ends it; the data stay for the next start.')
}

/** A second signal while stopping ends the process the hard way, as people expect of Ctrl-C. */
const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })

await runCommand(async () => {
  const stopped = untilStopped()
  const step = stepPrinter()
  const cloud = await startLocalCloud({ dataDirectory, onProgress: step })
  try {
    await seedCampaigns(cloud)
    await seedCustomer(cloud)
    step('campaigns and an example customer')
    explain(cloud, writeFiles(cloud))
    await stopped
  } finally {
    await cloud.stop()
  }
  say('Stopped.')
  return 0
})
