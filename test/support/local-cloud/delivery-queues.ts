import type { DeliveryQueue } from '#shared/domain/delivery/delivery-queue.ts'

/** The queues of messages by the deployment's outputs. @param name value of an output */
export const queueUrlsOf = (name: (output: string) => string): Record<DeliveryQueue, string> => ({
  emailService: name('EmailServiceQueueUrl'),
  emailMarketing: name('EmailMarketingQueueUrl'),
  smsService: name('SmsServiceQueueUrl'),
  smsMarketing: name('SmsMarketingQueueUrl'),
  inapp: name('InappQueueUrl'),
})
