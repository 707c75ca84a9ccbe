import { defineTable } from '#shared/tables/table.ts'

/** Work that can never succeed as it is. Its payload may hold PII, hence the own key and the expiry. */
export const parkedTable = defineTable({
  name: 'parked',
  holds: 'events that were refused, with reason and payload, 90 days',
  partitionKey: 'parkedId',
  sortKey: 'part',
  indexes: {},
  timeToLive: 'expiresAt',
  encryption: 'customer-managed',
  accessPatterns: [
    {
      need: 'park a refused event once',
      how: 'PutItem parkedId + part; the id follows from the content, so that what comes again overwrites its like',
    },
    {
      need: 'list what is parked, put it back',
      how: 'Scan (few items), Query parkedId for the parts of a large payload',
    },
  ],
})

/** How long a parked payload is kept, in days. */
export const PARKED_RETENTION_DAYS = 90
