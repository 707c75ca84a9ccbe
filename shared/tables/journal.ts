import { shardOf } from '#shared/tables/shard.ts'
import { defineTable } from '#shared/tables/table.ts'

/** History and outbox: each entry's sort key starts with the time (UTC) of the signal that led to it. */
export const journalTable = defineTable({
  name: 'journal',
  holds:
    'decisions, messages (the in-app inbox among them), tasks per customer in time order, and how many tasks a manager got on a day; 13 months',
  partitionKey: 'customerId',
  sortKey: 'entry',
  indexes: {
    byDue: { partitionKey: 'dueKey', sortKey: 'due', projects: [] },
    byAssignee: { partitionKey: 'assigneeKey', sortKey: 'due', projects: [] },
  },
  timeToLive: 'expiresAt',
  stream: true,
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
    {
      need: 'let the next channel take a message’s place',
      how: 'TransactWriteItems with the move that ends it: Put of its entry + `#CHANNEL`, attribute_not_exists, held and due at once',
    },
    {
      need: 'held messages whose time has come',
      how: 'Query byDue `release#shard`, `due` up to now; an entry leaves the index with the state `held`',
    },
    {
      need: 'messages on their way of which nothing is heard',
      how: 'Query byDue `settle#shard` and `confirm#shard`, `due` (wall clock) up to now; an entry leaves the index when the message ends',
    },
    {
      need: 'tasks that are overdue',
      how: 'Query byDue `task#shard`, `due` up to now; an escalated one stands under `escalated#shard` until it is done',
    },
    {
      need: 'what a manager has to do, and what nobody of a branch has yet, due first',
      how: 'Query byAssignee `manager#ID`, `branch#ID`, `nobody`; an entry leaves the index when the task is done',
    },
    {
      need: 'take a task once, end it with its outcome',
      how: 'TransactWriteItems: UpdateItem `TIME#task#CAMPAIGN#SIGNAL`, conditional on its state and on who has it, with the audit line',
    },
    {
      need: 'all that waits for anybody, due first',
      how: 'Query byDue, every `task#shard` and `escalated#shard`',
    },
    {
      need: 'count a task on its manager’s day, never over capacity',
      how: 'in the transaction of its decision: UpdateItem `manager#ID` + `capacity#DAY`, conditional on its count',
    },
    {
      need: 'tell the bank’s systems each step of a message or task',
      how: 'stream, filtered by `kind`; the steps that a write added to `history`',
    },
    {
      need: 'attribute a conversion once',
      how: 'Query customerId, 180 days up to it; then TransactWriteItems, attribute_not_exists on `TIME#conversion#EVENT`, and what it is attributed to, which names each campaign in `converted` once',
    },
    { need: 'why did this customer (not) get a message?', how: 'Query customerId, by time' },
    {
      need: 'what happened to a customer between two instants',
      how: 'Query customerId, `entry` between them, newest first, in pages',
    },
  ],
})

/** @param at time of the signal; @param signalId unique per customer */
export const decisionEntry = (at: Date, signalId: string): string =>
  `${at.toISOString()}#decision#${signalId}`

export const messageEntry = (at: Date, campaignId: string, signalId: string): string =>
  `${at.toISOString()}#message#${campaignId}#${signalId}`

export const taskEntry = (at: Date, campaignId: string, signalId: string): string =>
  `${at.toISOString()}#task#${campaignId}#${signalId}`

export const conversionEntry = (at: Date, eventId: string): string =>
  `${at.toISOString()}#conversion#${eventId}`

/**
 * The counter of the tasks that a relationship manager got on one day; in a partition of its own, so that no customer's
 * history holds it.
 * @param day the bank's own date, YYYY-MM-DD
 */
export const capacityKey = (managerId: string, day: string) => ({
  customerId: `manager#${managerId}`,
  entry: `capacity#${day}`,
})

/** `kind` of those counters: who reads the whole table passes over them. */
export const CAPACITY_KIND = 'capacity'

/** `kind` of conversions: who reads what was decided passes over them. */
export const CONVERSION_KIND = 'conversion'

/**
 * What of an entry becomes due: a held message is released, an open task escalated; a message on its way is looked after
 * until it is sent (`settle`), and where that takes longer, until the provider's word of it has come (`confirm`). A task
 * that was `escalated` waits for people only: it is listed, and no function looks for it.
 */
export type DueKind = 'release' | 'task' | 'escalated' | 'settle' | 'confirm'

/** How many partitions what is due of one kind is spread over: each takes 1,000 entries a second, in and out. */
export const DUE_SHARDS = 4

export const dueKey = (kind: DueKind, shard: number): string => `${kind}#${shard}`

/**
 * What puts an entry into the index `byDue`; whoever ends the waiting removes both attributes in the same write.
 * @param due ISO 8601 in UTC with milliseconds, so that instants sort as texts do
 */
export const dueAttributes = (kind: DueKind, customerId: string, due: string) => ({
  dueKey: dueKey(kind, shardOf(customerId, DUE_SHARDS)),
  due,
})

/**
 * Under which key the index `byAssignee` has a waiting task; only tasks have one, and whoever ends a task removes it.
 * Its sort key is `due`, which a task keeps until then.
 */
export const assigneeKey = ({
  assignee,
  branchId,
}: {
  readonly assignee?: string | undefined
  readonly branchId?: string | undefined
}): string => {
  if (assignee !== undefined) return `manager#${assignee}`
  return branchId === undefined ? 'nobody' : `branch#${branchId}`
}

/** 13 months, the time a decision must stay explainable (RULES 18), in days. */
const RETENTION_DAYS = 396

/** Expiry of a journal entry in epoch seconds. */
export const journalExpiry = (at: Date): number => Math.floor(at.getTime() / 1000) + RETENTION_DAYS * 86_400
