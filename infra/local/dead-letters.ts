import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs'

/** The dead-letter queues among the outputs, by the output's name. */
export const deadLetterQueues = (outputs: Readonly<Record<string, string>>): [name: string, url: string][] =>
  Object.entries(outputs).filter(([name]) => name.endsWith('DlqUrl'))

/** Which dead-letter queues hold messages, and how many. */
export const deadLetters = async (
  client: SQSClient,
  outputs: Readonly<Record<string, string>>,
): Promise<{ readonly name: string; readonly count: number }[]> => {
  const counts = await Promise.all(
    deadLetterQueues(outputs).map(async ([output, QueueUrl]) => {
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
      )
      return {
        name: output.replace(/Url$/, ''),
        count: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
      }
    }),
  )
  return counts.filter(({ count }) => count > 0)
}
