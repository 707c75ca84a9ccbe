import * as z from 'zod/mini'
import { type Campaign, campaignSchema } from '#shared/domain/campaign/campaign.ts'

/** A small valid campaign about low balances, different where told. */
export const campaign = (differs: Partial<z.input<typeof campaignSchema>> = {}): Campaign =>
  z.parse(campaignSchema, {
    id: 'low-balance',
    version: 1,
    name: 'Low balance',
    status: 'live',
    purpose: 'service',
    signals: ['LowBalance'],
    expiresAfterHours: 24,
    channels: ['email', 'sms', 'inapp'],
    messages: {
      en: {
        email: { subject: 'Low', text: 'Low' },
        sms: { text: 'Low' },
        inapp: { title: 'Low', text: 'Low' },
      },
    },
    createdBy: 'author',
    approvedBy: 'approver',
    ...differs,
  })
