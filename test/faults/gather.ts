import { ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import type { Connection } from '#infra/local/commands/connection.ts'
import { deadLetterQueues } from '#infra/local/dead-letters.ts'
import { scanTable } from '#infra/local/scan-table.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { Evidence } from '#test/faults/judge.ts'
import type { FaultyCloud } from '#test/faults/processes/faulty-cloud.ts'

/** A message as it stands in the table: with the instant at which it becomes due, where it waits for one. */
export type StoredMessage = MessageEntry & { readonly due?: string }

export const storedMessages = async ({ documentClient, name }: Connection): Promise<StoredMessage[]> => {
  const messages: StoredMessage[] = []
  for await (const item of scanTable(documentClient, name('JournalTable')))
    if (item.kind === 'message') messages.push(item as StoredMessage)
  return messages
}

/** Long enough that none is handed out twice while they are read, in seconds. */
const HIDDEN = 600

const bodiesIn = async ({ sqs }: Connection, QueueUrl: string): Promise<string[]> => {
  const bodies: string[] = []
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: HIDDEN }),
    )
    if (Messages.length === 0) return bodies
    bodies.push(...Messages.map(({ Body = '' }) => Body))
  }
}

/** Reads what is left. To be called once: it takes the dead letters. */
export const gather = async (cloud: FaultyCloud): Promise<Evidence> => {
  const { connection, outputs } = cloud
  const urls = deadLetterQueues(outputs).map(([, url]) => url)
  const deadLetters = await Promise.all(urls.map((url) => bodiesIn(connection, url)))
  return {
    messages: await storedMessages(connection),
    calls: await cloud.calls(),
    deadLetters: deadLetters.flat(),
  }
}
