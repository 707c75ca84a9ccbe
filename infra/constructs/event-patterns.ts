import { type EventPattern, Match } from 'aws-cdk-lib/aws-events'
import { anyBankEventPattern } from '#events/contract.ts'

/** The contract's pattern in CDK's words: its `EventPattern` takes matchers from `Match` only. */
export const bankEventPattern: EventPattern = {
  source: anyBankEventPattern.source.flatMap(({ prefix }) => Match.prefix(prefix)),
}

/** What SES and End User Messaging report about messages, on the account's default bus. */
export const providerFeedbackPattern: EventPattern = { source: ['aws.ses', 'aws.sms-voice'] }
