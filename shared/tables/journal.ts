import { defineTable } from '#shared/tables/table.ts'

/** History and outbox: each entry's sort key starts with the time (UTC) of the signal that led to it. */
export const journalTable = defineTable({
  name: 'journal',
  holds: 'decisions, messages (the in-app inbox among them), tasks per customer in time order, 13 months',
  partitionKey: 'customerId',
  sortKey: 'entry',
  indexes: {},
  timeToLive: 'expiresAt',
  encryption: 'aws-managed',
  accessPatterns: [
    {
      need: 'record a decision once',
      how: 'TransactWriteItems, attribute_not_exists on `TIME#decision#SIGNAL`',
    },
    {
      need: 'move a message through its lifecycle',
      how: 'UpdateItem `TIME#message#CAMPAIGN#SIGNAL`, conditional on its state',
    },
    { need: 'why did this customer (not) get a message?', how: 'Query customerId, by time' },
  ],
})

/** @param at time of the signal; @param signalId unique per customer */
export const decisionEntry = (at: Date, signalId: string): string =>
  `${at.toISOString()}#decision#${signalId}`

export const messageEntry = (at: Date, campaignId: string, signalId: string): string =>
  `${at.toISOString()}#message#${campaignId}#${signalId}`

export const taskEntry = (at: Date, campaignId: string, signalId: string): string =>
  `${at.toISOString()}#task#${campaignId}#${signalId}`

/** 13 months, the time a decision must stay explainable (RULES 18), in days. */
const RETENTION_DAYS = 396

/** Expiry of a journal entry in epoch seconds. */
export const journalExpiry = (at: Date): number => Math.floor(at.getTime() / 1000) + RETENTION_DAYS * 86_400
