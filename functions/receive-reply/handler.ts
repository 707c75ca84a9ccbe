import { receiveReplyEnv } from '#functions/receive-reply/env.ts'
import { receiveReply } from '#functions/receive-reply/receive-reply.ts'
import { createClock } from '#shared/adapters/clock/clock.ts'
import { createOptOuts } from '#shared/adapters/dynamodb/opt-outs.ts'
import { createPhoneIndex } from '#shared/adapters/dynamodb/phone-index.ts'
import { createRepliedMessages } from '#shared/adapters/dynamodb/replied-messages.ts'
import { resultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { perRecord } from '#shared/lambda/sqs-batch.ts'
import { wireFunction } from '#shared/lambda/wire-function.ts'

/** The settings say which day it is at the bank; campaigns are not decided by here. */
const SETTINGS_KEPT_MS = 60_000

const { env, log, counters, documentClient, settingsReader, handle } = wireFunction(
  'receive-reply',
  receiveReplyEnv,
)

const campaigns = settingsReader(env.CAMPAIGNS_TABLE, SETTINGS_KEPT_MS)

const receive = receiveReply({
  phones: createPhoneIndex(documentClient, env.CONTACTS_TABLE),
  optOuts: createOptOuts({
    documentClient,
    customersTable: env.CUSTOMERS_TABLE,
    auditTable: env.AUDIT_TABLE,
    journalTable: env.JOURNAL_TABLE,
  }),
  replied: createRepliedMessages({
    documentClient,
    journalTable: env.JOURNAL_TABLE,
    results: resultsTarget(env.CAMPAIGNS_TABLE, campaigns),
  }),
  clock: createClock(env.CLOCK),
  counters,
})

export const handler = handle(perRecord(receive, { concurrency: 10, log }))
