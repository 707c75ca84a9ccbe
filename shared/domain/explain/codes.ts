/** Why a message ended, as delivery and feedback write it into the journal. */
export const endingCodes = [
  'expired',
  'campaign-not-live',
  'no-consent',
  'suppressed',
  'quiet-hours',
  'unreachable',
  'no-unsubscribe-url',
  'campaign-version-missing',
  'unreadable-message',
  'wrong-channel',
  'template-missing',
  'template-error',
  'refused-by-provider',
  'content-rejected',
  'in-doubt',
  'bounced',
  'complained',
  'blocked',
  'carrier-blocked',
  'carrier-unreachable',
  'invalid-address',
  'protect-blocked',
  'spam',
] as const
export type EndingCode = (typeof endingCodes)[number]

/** What stands beside a step of a message's history. */
export const noteCodes = [
  'quiet-hours',
  'throttled',
  'unavailable',
  'in-doubt',
  'conflict',
  'resent-in-doubt',
  'unconfirmed',
  'overdue',
] as const
export type NoteCode = (typeof noteCodes)[number]

/** The values that gates record beside the fields of the catalogue. */
export const gateValueNames = [
  'operations.service',
  'operations.marketing',
  'signal.ageHours',
  'customer.known',
  'account.closedOn',
  'consent.service',
  'consent.marketing',
  'suppressed',
  'vulnerability.reviewOn',
  'riskTolerance.level',
  'riskTolerance.expiresOn',
  'distress',
  'customer.personalisation',
  'recentContacts',
  'reach',
  'local.hour',
  'zone',
  'zoneKnown',
  'heldUntil',
] as const
export type GateValueName = (typeof gateValueNames)[number]

/** What of the campaign's version a gate compared them with. */
export const campaignValueNames = [
  'campaign.validFrom',
  'campaign.validUntil',
  'campaign.expiresAfterHours',
  'campaign.holdout',
  'campaign.channels',
  'campaign.vulnerable',
  'campaign.risk',
  'campaign.product',
  'campaign.minDaysBetween',
] as const
export type CampaignValueName = (typeof campaignValueNames)[number]
