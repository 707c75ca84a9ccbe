import type { QueueWithDlq } from '#infra/constructs/queue-with-dlq.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'

/** Every queue that a function reads, by the name that alarms and dashboard give it: a new one is a line here. */
export const engineQueues = (messaging: MessagingStack): Readonly<Record<string, QueueWithDlq>> => ({
  BankEvents: messaging.bankEvents,
  Calendar: messaging.calendar,
  EmailService: messaging.emailService,
  EmailMarketing: messaging.emailMarketing,
  SmsService: messaging.smsService,
  SmsMarketing: messaging.smsMarketing,
  Inapp: messaging.inapp,
  Feedback: messaging.feedback,
  Conversions: messaging.conversions,
  Launches: messaging.launches,
  Simulations: messaging.simulations,
  Replies: messaging.replies,
  Webhooks: messaging.webhooks,
})
