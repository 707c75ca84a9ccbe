import { paginateQuery } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import type { Connection } from '#infra/local/commands/connection.ts'
import { describeExpectation, type Expectation } from '#infra/local/commands/demo/expectation.ts'
import type { Scene } from '#infra/local/commands/demo/scenes.ts'
import type { ProviderCall } from '#infra/local/providers/call.ts'
import { scanTable } from '#infra/local/scan-table.ts'
import { readStarterCampaigns } from '#infra/seed/shipped-campaigns.ts'
import { conditionFields } from '#shared/domain/campaign/condition.ts'
import { reasonCodeSchema } from '#shared/domain/decision/reason-codes.ts'
import { seenFor } from '#shared/domain/decision/seen-for.ts'
import { valuesInWords } from '#shared/domain/explain/values-in-words.ts'
import {
  type DecisionEntry,
  type JournalEntry,
  journalEntrySchema,
  type MessageEntry,
} from '#shared/domain/message/journal-entry.ts'
import { CONVERSION_KIND } from '#shared/tables/journal.ts'

/** What came of a scene. */
export interface Observation {
  readonly scene: Scene
  readonly asExpected: boolean
  /** What came, in the same words as what was expected. */
  readonly came: string
  /** What the customer or manager reads, or why nothing was said. */
  readonly text: string
}

const journalOf = async (
  { documentClient, name }: Connection,
  customerId: string,
): Promise<JournalEntry[]> => {
  const pages = paginateQuery(
    { client: documentClient },
    {
      TableName: name('JournalTable'),
      KeyConditionExpression: 'customerId = :customerId',
      ExpressionAttributeValues: { ':customerId': customerId },
      ConsistentRead: true,
    },
  )
  const entries: JournalEntry[] = []
  for await (const { Items = [] } of pages)
    for (const item of Items)
      if (item.kind !== CONVERSION_KIND) entries.push(z.parse(journalEntrySchema, item))
  return entries
}

const firstLine = (text: string | undefined): string => (text ?? '').split('\n')[0] ?? ''

/** What the audiences ask about that the customer did not belong to. */
const askedByAudience = ({ refused }: DecisionEntry): string[] => {
  const ids = (refused.audience ?? '').split(' ').map((name) => name.split('@')[0])
  const audiences = readStarterCampaigns().flatMap(({ id, audience }) =>
    audience && ids.includes(id) ? [audience] : [],
  )
  return [...new Set(audiences.flatMap(conditionFields))]
}

/** The values that the reason stands on, in words. */
const describeInputs = (decision: DecisionEntry): string => {
  const { result, seen } = decision
  const reason = reasonCodeSchema.safeParse(result)
  if (!reason.success) return ''
  return valuesInWords(reason.data === 'audience' ? askedByAudience(decision) : seenFor[reason.data], seen)
}

/** The language a text is in, as far as three tell themselves apart. */
const localeOf = (text: string): string =>
  /\p{Script=Han}/u.test(text) ? 'zh-CN' : /[ěščřžýáíéúůň]/i.test(text) ? 'cs-CZ' : 'en'

const observeMessage = (
  message: MessageEntry,
  calls: readonly ProviderCall[],
): { came: Expectation; text: string } => {
  const sent = calls.find(({ id, outcome }) => id === message.providerMessageId && outcome === 'accepted')
  const text = message.inbox?.title ?? sent?.subject ?? firstLine(sent?.text)
  const { campaignId: campaign, channel } = message
  return { came: { kind: 'message', campaign, channel, locale: localeOf(text) }, text }
}

const observeJournal = (
  entries: readonly JournalEntry[],
  calls: readonly ProviderCall[],
): { came: string; text: string } => {
  const outcomes = entries.flatMap((entry) => {
    if (entry.kind === 'message') {
      const { came, text } = observeMessage(entry, calls)
      const state = entry.state === 'delivered' ? '' : ` [${entry.state}]`
      return [{ came: `${describeExpectation(came)}${state}`, text }]
    }
    if (entry.kind === 'task')
      return [
        {
          came: describeExpectation({ kind: 'task', campaign: entry.campaignId }),
          text: `${entry.assignee ?? `branch ${entry.branchId ?? '-'}`}: ${entry.title.en ?? ''}`,
        },
      ]
    return entry.result === 'won'
      ? []
      : [{ came: describeExpectation({ kind: 'refused', code: entry.result }), text: describeInputs(entry) }]
  })
  if (outcomes.length === 0) return { came: describeExpectation({ kind: 'nothing' }), text: '' }
  return {
    came: outcomes.map(({ came }) => came).join(' + '),
    text: outcomes.map(({ text }) => text).join(' + '),
  }
}

/** Looks up in the journal, the providers' records and the parked events what came of each scene. */
export const observe = async (
  scenes: readonly Scene[],
  connection: Connection,
  calls: readonly ProviderCall[],
): Promise<Observation[]> => {
  const parked: string[] = []
  for await (const { reason } of scanTable(connection.documentClient, connection.name('ParkedTable')))
    if (typeof reason === 'string') parked.push(reason)

  return Promise.all(
    scenes.map(async (scene) => {
      const { expected } = scene
      if (expected.kind === 'parked') {
        const reason = parked.find((each) => each.startsWith(expected.reason))
        const asExpected = reason !== undefined && parked.length === 1
        const came = asExpected ? describeExpectation(expected) : `parked: ${parked.length}`
        return { scene, asExpected, came, text: reason ?? '' }
      }
      const { came, text } = observeJournal(await journalOf(connection, scene.customerId), calls)
      return { scene, asExpected: came === describeExpectation(expected), came, text }
    }),
  )
}
