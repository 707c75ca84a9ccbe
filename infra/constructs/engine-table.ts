import { RemovalPolicy } from 'aws-cdk-lib'
import {
  type Attribute,
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Construct } from 'constructs'
import type { TableDefinition, TableIndex } from '#shared/tables/table.ts'

const attribute = (name: string): Attribute => ({ name, type: AttributeType.STRING })

const sortKey = (name: string | undefined): { sortKey?: Attribute } =>
  name === undefined ? {} : { sortKey: attribute(name) }

/** A table of the engine, built from its definition; kept, with its key, whatever happens to the stack. */
export class EngineTable extends Construct {
  readonly table: Table
  /** Own key of a table with PII or raw payloads. */
  readonly key: Key | undefined

  constructor(scope: Construct, id: string, definition: TableDefinition) {
    super(scope, id)
    this.key = definition.encryption === 'customer-managed' ? this.ownKey(definition) : undefined
    this.table = new Table(this, 'Table', {
      partitionKey: attribute(definition.partitionKey),
      ...sortKey(definition.sortKey),
      ...(definition.timeToLive === undefined ? {} : { timeToLiveAttribute: definition.timeToLive }),
      ...(definition.stream === true ? { stream: StreamViewType.NEW_AND_OLD_IMAGES } : {}),
      ...this.encryption(),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    for (const [name, index] of Object.entries(definition.indexes)) this.addIndex(name, index)
  }

  private ownKey(definition: TableDefinition): Key {
    return new Key(this, 'Key', {
      description: `Bellwether ${definition.name}: ${definition.holds}`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
  }

  private encryption(): Pick<TableProps, 'encryption' | 'encryptionKey'> {
    return this.key === undefined
      ? { encryption: TableEncryption.AWS_MANAGED }
      : { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: this.key }
  }

  private addIndex(name: string, index: TableIndex): void {
    const keys = {
      indexName: name,
      partitionKey: attribute(index.partitionKey),
      ...sortKey(index.sortKey),
    }
    const projection =
      index.projects.length === 0
        ? { projectionType: ProjectionType.KEYS_ONLY }
        : { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...index.projects] }
    this.table.addGlobalSecondaryIndex({ ...keys, ...projection })
  }
}
