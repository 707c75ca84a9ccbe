import { Construct } from 'constructs'
import { releaseDueEnv } from '#functions/release-due/env.ts'
import { BellwetherFunction } from '#infra/constructs/bellwether-function.ts'
import { everyMinute } from '#infra/constructs/every-minute.ts'
import { allowCounting, allowIndex, allowItems, allowSend, allowSettings } from '#infra/constructs/grants.ts'
import type { BankSettings } from '#infra/settings.ts'
import type { DataStack } from '#infra/stacks/data-stack.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'
import { RELEASE_TIMEOUT } from '#infra/timeouts.ts'
import type { journalTable } from '#shared/tables/journal.ts'

const byDue: keyof typeof journalTable.indexes = 'byDue'

/**
 * Releases held messages, looks after those on their way, escalates overdue tasks. A tick that was missed needs nothing:
 * the next one finds all.
 */
export class ReleaseDue extends Construct {
  readonly function: BellwetherFunction<typeof releaseDueEnv>

  constructor(
    scope: Construct,
    id: string,
    data: DataStack,
    messaging: MessagingStack,
    settings: BankSettings,
  ) {
    super(scope, id)
    this.function = new BellwetherFunction(this, 'ReleaseDue', {
      name: 'release-due',
      schema: releaseDueEnv,
      timeout: RELEASE_TIMEOUT,
      memorySize: 512,
      environment: {
        JOURNAL_TABLE: data.journal.table.tableName,
        CAMPAIGNS_TABLE: data.campaigns.table.tableName,
        ...messaging.deliveryQueueUrls,
        EMAIL_PROVIDER: settings.emailProvider,
        SMS_PROVIDER: settings.smsProvider,
      },
      withoutDeadLetters:
        'Called once a minute, and each call does all that is due: a failed one says nothing that the next does not.',
    })
    everyMinute(this, {
      lambda: this.function.lambda,
      description:
        'Bellwether: releases held messages, looks after those on their way, escalates overdue tasks',
      undeliverable: messaging.undeliverable,
    })
    this.permit(data, messaging)
  }

  private permit(data: DataStack, messaging: MessagingStack): void {
    const { role } = this.function
    allowIndex(role, data.journal, byDue)
    allowItems(role, data.journal, ['GetItem', 'UpdateItem'])
    // Who hears of overdue tasks, and which day it is at the bank.
    allowSettings(role, data.campaigns)
    allowCounting(role, data.campaigns)
    for (const queue of messaging.deliveryQueues) allowSend(role, queue)
  }
}
