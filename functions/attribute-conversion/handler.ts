import { attributeConversion } from '#functions/attribute-conversion/attribute-conversion.ts'
import { attributeConversionEnv } from '#functions/attribute-conversion/env.ts'
import { createConversionJournal } from '#shared/adapters/dynamodb/conversion-journal.ts'
import { resultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { perRecord } from '#shared/lambda/sqs-batch.ts'
import { wireCampaigns } from '#shared/lambda/wire-campaigns.ts'
import { wireFunction } from '#shared/lambda/wire-function.ts'

/** The settings say which day it is at the bank; campaigns are not decided by here. */
const SETTINGS_KEPT_MS = 60_000

const wired = wireFunction('attribute-conversion', attributeConversionEnv)
const { env, log, counters, documentClient, handle } = wired

const campaigns = wireCampaigns(wired, env.CAMPAIGNS_TABLE, SETTINGS_KEPT_MS)

const attribute = attributeConversion({
  journal: createConversionJournal({
    documentClient,
    journalTable: env.JOURNAL_TABLE,
    results: resultsTarget(env.CAMPAIGNS_TABLE, campaigns),
  }),
  campaigns,
  counters,
})

export const handler = handle(perRecord(attribute, { concurrency: 5, log }))
