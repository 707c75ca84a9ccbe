import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { SimulationQueue } from '#shared/ports/simulation-queue.ts'

/** The queue of simulations behind the port. */
export const createSimulationQueue = (client: SQSClient, queueUrl: string): SimulationQueue => ({
  send: async (simulationId) => {
    await client.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify({ simulationId }) }),
    )
  },
})
