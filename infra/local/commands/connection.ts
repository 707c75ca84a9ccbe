import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { SQSClient } from '@aws-sdk/client-sqs'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { localClientConfig } from '#infra/local/clients.ts'
import type { LocalCloud } from '#infra/local/cloud.ts'
import { seed } from '#infra/seed/seed.ts'
import { readStarterCampaigns } from '#infra/seed/shipped-campaigns.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { Settings } from '#shared/domain/settings.ts'

/** Ordinary SDK clients that talk to a local cloud, and the names of its things. */
export interface Connection {
  readonly documentClient: DynamoDBDocumentClient
  readonly eventBridge: EventBridgeClient
  readonly sqs: SQSClient
  readonly busName: string
  /** @param output id of the CfnOutput, e.g. `JournalTable` @throws Error when the template has no such output */
  readonly name: (output: string) => string
  readonly close: () => void
}

interface Clients {
  readonly dynamodb: DynamoDBClient
  readonly eventBridge: EventBridgeClient
  readonly sqs: SQSClient
}

/** A connection to whatever the clients talk to. */
export const connectionBy = (
  { dynamodb, eventBridge, sqs }: Clients,
  outputs: Readonly<Record<string, string>>,
): Connection => {
  const name = (output: string): string => {
    const value = outputs[output]
    if (value === undefined) throw new Error(`the template has no output ${output}`)
    return value
  }
  return {
    documentClient: DynamoDBDocumentClient.from(dynamodb),
    eventBridge,
    sqs,
    busName: name('BusName'),
    name,
    close: () => {
      for (const client of [dynamodb, eventBridge, sqs]) client.destroy()
    },
  }
}

export const connect = ({ endpoints, outputs }: Pick<LocalCloud, 'endpoints' | 'outputs'>): Connection =>
  connectionBy(
    {
      dynamodb: new DynamoDBClient(localClientConfig(endpoints.dynamodb)),
      eventBridge: new EventBridgeClient(localClientConfig(endpoints.eventBridge)),
      sqs: new SQSClient(localClientConfig(endpoints.sqs)),
    },
    outputs,
  )

/** Campaigns, the starter ones unless told, and the settings, where they are not there yet. */
export const seedCampaigns = (
  { documentClient, name }: Connection,
  settings: Settings,
  campaigns: readonly Campaign[] = readStarterCampaigns(),
): Promise<string[]> =>
  seed(
    {
      documentClient,
      campaignsTable: name('CampaignsTable'),
      auditTable: name('AuditTable'),
      now: new Date(),
    },
    campaigns,
    settings,
  )
