import { defineTable } from '#shared/tables/table.ts'

/** Append-only: functions get PutItem with a condition, nobody UpdateItem or DeleteItem. */
export const auditTable = defineTable({
  name: 'audit',
  holds: 'who changed or read what',
  partitionKey: 'subject',
  sortKey: 'entry',
  indexes: {},
  encryption: 'aws-managed',
  accessPatterns: [
    { need: 'what happened to a campaign or customer', how: 'Query subject, by time' },
    { need: 'who moved the operators’ switches, when and why', how: 'Query `settings#engine`, by time' },
  ],
})

/** What becomes of a campaign is about this. */
export const campaignAuditSubject = (campaignId: string): string => `campaign#${campaignId}`

/** What changes of the engine's settings are about. */
export const SETTINGS_AUDIT_SUBJECT = 'settings#engine'
