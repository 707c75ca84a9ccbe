import { Duration } from 'aws-cdk-lib'
import { Archive, EventBus } from 'aws-cdk-lib/aws-events'
import { type IKey, Key } from 'aws-cdk-lib/aws-kms'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { bankEventPattern } from '#infra/constructs/event-patterns.ts'

/** How far back the bank can replay its own events after a mistake in a campaign or in the code. */
const ARCHIVE_RETENTION = Duration.days(14)

export interface BankEventBusProps {
  /** Events carry contact data, on the bus and in its archive. */
  readonly key: IKey
  /** Takes events that could not be encrypted or decrypted. */
  readonly undeliverable: IQueue
}

/** Where the bank's systems publish. The classic bus, behind one construct, so that it can change later. */
export class BankEventBus extends Construct {
  readonly bus: EventBus
  readonly archive: Archive

  constructor(scope: Construct, id: string, { key, undeliverable }: BankEventBusProps) {
    super(scope, id)
    // By its ARN only: CDK would write the bus into the key's policy, and the key's queue waits for the key. The key's
    // own policy permits EventBridge.
    const kmsKey = Key.fromKeyArn(this, 'Key', key.keyArn)
    this.bus = new EventBus(this, 'Bus', {
      description: 'Bellwether: events of the bank',
      kmsKey,
      deadLetterQueue: undeliverable,
    })
    this.archive = new Archive(this, 'Archive', {
      sourceEventBus: this.bus,
      eventPattern: bankEventPattern,
      retention: ARCHIVE_RETENTION,
      kmsKey,
    })
  }
}
