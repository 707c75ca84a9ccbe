/** How one table's items are found again: shown in the generated docs, read in review. */
export interface AccessPattern {
  readonly need: string
  readonly how: string
}

/** A sparse global secondary index. Only what stands in `projects` (and the keys) is copied into it. */
export interface TableIndex {
  readonly partitionKey: string
  readonly sortKey?: string
  /** Attributes beside the keys; rarely changing ones only, because each change is billed as an index write. */
  readonly projects: readonly string[]
}

/**
 * One DynamoDB table as data. CDK builds the table from it and the docs generator its README section, so that
 * keys, indexes and access patterns are written once.
 */
export interface TableDefinition {
  readonly name: string
  readonly holds: string
  readonly partitionKey: string
  readonly sortKey?: string
  readonly indexes: Readonly<Record<string, TableIndex>>
  /** Attribute with the expiry in epoch seconds; code must check it itself, DynamoDB deletes late. */
  readonly timeToLive?: string
  /** Each write, with the item before and after it, stands for 24 hours in a stream that functions can be fed from. */
  readonly stream?: true
  /** `customer-managed`: an own KMS key, because the table holds PII or payloads that may contain it. */
  readonly encryption: 'aws-managed' | 'customer-managed'
  readonly accessPatterns: readonly AccessPattern[]
}

/** Keeps the literal names of a table definition (its index names among them) for the type checker. */
export const defineTable = <const T extends TableDefinition>(definition: T): T => definition
