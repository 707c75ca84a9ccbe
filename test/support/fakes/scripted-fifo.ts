import type { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs'

export interface FifoMessage {
  readonly group: string
  readonly body: string
}

/** What happens to one entry of a request: SQS may take any of a batch and refuse any other. */
export type EntryFate = 'taken' | 'refused' | 'lost-answer'

/**
 * A FIFO queue as SQS plays it: entries are taken one by one, repetitions of an id are dropped as long as it is remembered,
 * and order is that of what was taken.
 */
export const scriptedFifo = (fateOf: () => EntryFate) => {
  const messages: FifoMessage[] = []
  const groupSizes: number[] = []
  const remembered = new Set<string>()
  const send = async ({ input: { Entries = [] } }: SendMessageBatchCommand) => {
    const groups = Entries.map(({ MessageGroupId }) => MessageGroupId)
    groupSizes.push(Math.max(...groups.map((group) => groups.filter((other) => other === group).length)))
    let lost = false
    const taken = Entries.filter(({ MessageGroupId = '', MessageDeduplicationId = '', MessageBody = '' }) => {
      const fate = fateOf()
      if (fate === 'refused') return false
      lost ||= fate === 'lost-answer'
      if (!remembered.has(MessageDeduplicationId)) messages.push({ group: MessageGroupId, body: MessageBody })
      remembered.add(MessageDeduplicationId)
      return true
    })
    if (lost) throw new Error('socket hang up')
    return { Successful: taken.map(({ Id }) => ({ Id })) }
  }
  return {
    client: { send } as unknown as SQSClient,
    messages,
    /** Of each request, how many entries its largest group had. */
    groupSizes,
    /** Five minutes are over. */
    forget: () => remembered.clear(),
  }
}
