import type { Words } from '#shared/domain/explain/words/words.ts'

/** What codes, states and values are called in English. */
export const codesEn: Pick<
  Words,
  | 'gates'
  | 'gateStates'
  | 'reasons'
  | 'messageStates'
  | 'taskStates'
  | 'taskOutcomes'
  | 'endings'
  | 'notes'
  | 'values'
  | 'channels'
  | 'purposes'
  | 'choices'
  | 'distress'
  | 'switches'
  | 'suppressions'
  | 'operators'
  | 'nothing'
> = {
  gates: {
    operations: "The bank's own switches",
    live: 'Campaign in force',
    fresh: 'Age of the moment',
    holdout: 'Control group',
    exclusions: 'Customer and account',
    consent: 'Consent',
    suppression: 'Channels that may be used',
    vulnerability: 'Vulnerable customers',
    'care-first': 'Care before sales after a large withdrawal',
    'open-complaint': 'Open complaints',
    suitability: 'Suitability of the product',
    distress: 'Credit in financial distress',
    personalisation: 'Personalisation',
    audience: 'Audience of the campaign',
    'frequency-cap': 'Limit on the number of messages',
    reachable: 'Addresses of the customer',
    'quiet-hours': 'Hours for marketing',
  },
  gateStates: {
    passed: 'passed',
    refused: 'refused',
    'handed-over': 'handed over to a person',
    'not-concerned': 'Does not concern this campaign',
    'not-asked': 'Not asked, because only a task was to be made',
    'not-recorded': 'Did not stop it; whether it was asked, or handed it to a person, is not recorded',
    'not-reached': 'Not reached',
  },
  reasons: {
    stopped: 'The bank had switched off new messages of this purpose.',
    'not-live': 'The campaign was paused or had ended.',
    'not-valid': 'The campaign was outside its period of validity.',
    'signal-expired': 'The moment was too long ago: the message would no longer have been true.',
    holdout:
      'The customer belongs to the control group of this campaign, which gets nothing so that its effect can be measured.',
    'customer-unknown': 'The bank had not yet told us anything about this customer.',
    'account-closed': 'The account was closed.',
    'no-consent':
      'The customer had not consented to this purpose by any channel of the campaign, or had opted out.',
    suppressed:
      'Every channel left was closed: messages had bounced, or the customer had complained, unsubscribed or opted out.',
    vulnerable:
      'The customer was marked vulnerable, and the campaign offers credit or is not approved for vulnerable customers.',
    'care-first':
      'After a large withdrawal by an older or vulnerable customer nothing is sold automatically: a person speaks to the customer.',
    'open-complaint': 'The customer had an open complaint; until it is settled no marketing is sent.',
    'assessment-missing': 'The product is an investment, and the customer had no risk assessment.',
    'assessment-expired': "The product is an investment, and the customer's risk assessment had expired.",
    unsuitable: "The product's risk is above what the customer's assessment allows.",
    'senior-risk':
      'The product is above risk R2, and the customer is a senior or of unknown age: a person advises, nothing is sent automatically.',
    distress: 'The customer showed signs of financial distress; no credit is offered then.',
    'no-personalisation': 'The customer does not want personalised marketing.',
    audience: "The customer did not belong to the campaign's audience.",
    capped: 'The customer had had as many messages as are allowed, or one of this campaign too recently.',
    unreachable: 'The bank had no address of the customer for any channel left.',
    'quiet-hours':
      'Marketing had to wait for the permitted hours, and by then the message would no longer have been true.',
  },
  messageStates: {
    queued: 'waiting to be sent',
    held: 'held back',
    sending: 'being handed to the provider',
    sent: 'taken by the provider, delivery not yet confirmed',
    delivered: 'delivered',
    bounced: 'returned as undeliverable',
    complained: 'reported by the customer as unwanted',
    failed: 'not sent',
    expired: 'expired before it was sent',
    cancelled: 'withdrawn before it was sent',
  },
  taskStates: {
    open: 'open',
    taken: 'taken on',
    escalated: 'overdue and reported upwards',
    done: 'done',
  },
  taskOutcomes: {
    reached: 'spoken to',
    'not-reached': 'tried, could not be reached',
    interested: 'interested',
    'not-interested': 'not interested',
    'handed-on': 'passed on to a specialist',
    'wrong-contact': 'the number or address was wrong',
    'no-longer-needed': 'the occasion had passed',
  },
  endings: {
    expired: 'It was no longer true when it could have gone out.',
    'campaign-not-live': 'The campaign was not live any more when it could have gone out.',
    'campaign-paused': 'The campaign was paused for as long as it would have been true.',
    'campaign-replaced':
      'The campaign had been paused or ended, and another version of it has taken the place of this one: its text was withdrawn.',
    'no-consent': 'The consent had been withdrawn meanwhile.',
    suppressed:
      'The channel had been closed meanwhile: the address did not work, or the customer wants no marketing through it.',
    'quiet-hours':
      'It came late, outside the hours for marketing, and would not have been true any more when they began again.',
    unreachable: 'There was no address, or it could not be reached.',
    'no-unsubscribe-url':
      'A marketing email must carry a link to unsubscribe, and none is configured in this installation.',
    'campaign-version-missing': 'The campaign version that was decided could not be read any more.',
    'unreadable-message': 'The entry of the message could not be read.',
    'wrong-channel': 'The message was given to a provider of another channel.',
    'template-missing': 'The campaign has no text for this channel.',
    'template-error': "The campaign's text could not be filled in.",
    'refused-by-provider': 'The provider refused it for good.',
    'content-rejected': 'The provider refused its content.',
    'address-invalid': 'The provider says that the address is none, or that nothing may be sent to it.',
    'provider-unavailable': 'The provider took nothing for as long as the message was worth sending.',
    'account-paused':
      "The bank's account with the provider was paused for as long as the message was worth sending.",
    'in-doubt': 'Nobody knows whether the provider took it, so it was not sent a second time.',
    bounced: 'The address does not accept messages.',
    complained: 'The customer reported it as unwanted.',
    blocked: 'The provider blocked it.',
    'carrier-blocked': 'The carrier blocked it.',
    'carrier-unreachable': 'The carrier could not be reached.',
    'invalid-address': 'The address is not valid.',
    'protect-blocked': "The provider's protection rules blocked it.",
    spam: 'The carrier took it for spam.',
    stopped: 'The bank had stopped all messages of this purpose for as long as it would have been true.',
    'no-longer-true': 'What it says was not so any more when it was to go out.',
    'customer-unknown': "The bank had withdrawn the customer's profile meanwhile.",
    'account-closed': 'The account it is about had been closed meanwhile.',
    vulnerable: 'The customer had been marked as vulnerable meanwhile.',
    'open-complaint': 'The customer had complained meanwhile, and the complaint was open.',
    'care-first':
      'An older or vulnerable customer is offered nothing on the occasion of a large withdrawal, as was known meanwhile.',
    'assessment-missing': "There was no assessment of the customer's risk tolerance any more.",
    'assessment-expired': "The assessment of the customer's risk tolerance had run out meanwhile.",
    unsuitable: "The customer's risk tolerance had become lower than the product's risk.",
    'senior-risk':
      'A product above R2 is for a person to explain to an older customer, as the customer was by then.',
    distress: 'There had been signs of financial distress meanwhile, in which no credit is offered.',
    'no-personalisation': 'The customer had asked meanwhile for no personalised marketing.',
    audience: "The customer did not belong to the campaign's audience any more.",
    capped: 'On the channel that was to take its place the customer had had as many messages as are allowed.',
  },
  notes: {
    'quiet-hours': 'outside the hours in which marketing is allowed',
    throttled: 'the provider took nothing because of too many requests; tried again',
    unavailable: 'the provider could not be reached; tried again',
    'account-paused': "the bank's account with the provider is paused; tried again",
    'circuit-open': 'the provider has had trouble and is left alone for a while; tried again',
    'no-slot': 'the channel is busy for as much as it may send; tried again',
    'in-doubt': 'the provider did not say whether it took it',
    conflict: 'something else changed it at the same time; tried again',
    'resent-in-doubt': 'sent a second time, because nobody knew whether the first attempt had arrived',
    unconfirmed: 'the provider has not said for three days what became of it',
    overdue: 'not done in time',
    stopped: 'the bank had switched off messages of this purpose',
    'campaign-paused': 'the campaign was paused',
    fallback: 'in place of a message that another channel could not deliver',
    'fallback-email': 'an email takes its place',
    'fallback-sms': 'an SMS takes its place',
    'fallback-inapp': 'a message in the in-app inbox takes its place',
  },
  values: {
    'operations.service': 'switch for service messages',
    'operations.marketing': 'switch for marketing',
    'signal.ageHours': 'hours since the moment',
    'customer.known': 'customer known',
    'account.closedOn': 'account closed on',
    'consent.service': 'service messages allowed by',
    'consent.marketing': 'marketing consented to by',
    suppressed: 'closed channels',
    'vulnerability.reviewOn': 'mark to be reviewed on',
    'riskTolerance.level': 'risk tolerance',
    'riskTolerance.expiresOn': 'assessment valid until',
    distress: 'signs of distress',
    'customer.personalisation': 'personalised marketing wanted',
    recentContacts: 'recent messages (UTC)',
    reach: 'addresses known for',
    'local.hour': 'local time',
    zone: 'time zone',
    zoneKnown: "customer's own time zone known",
    heldUntil: 'held back until',
    'campaign.validFrom': 'campaign valid from',
    'campaign.validUntil': 'campaign valid until',
    'campaign.expiresAfterHours': 'most that the campaign allows',
    'campaign.holdout': 'share in the control group',
    'campaign.channels': 'channels of the campaign',
    'campaign.vulnerable': 'approved for vulnerable customers by',
    'campaign.risk': 'risk of the product',
    'campaign.product': 'kind of product',
    'campaign.minDaysBetween': 'shortest time between two messages of the campaign',
  },
  channels: { email: 'email', sms: 'SMS', inapp: 'in-app inbox' },
  purposes: { service: 'service', marketing: 'marketing' },
  choices: {
    mass: 'mass',
    wealth: 'wealth',
    private: 'private banking',
    high: 'high',
    medium: 'medium',
    low: 'low',
    new: 'new',
    growing: 'growing',
    mature: 'mature',
    senior: 'long-standing',
    current: 'current account',
    savings: 'savings account',
    credit: 'credit',
    loan: 'loan',
    gregorian: 'Gregorian',
    chinese: 'Chinese lunar',
    deposit: 'deposit',
    investment: 'investment',
    insurance: 'insurance',
    card: 'card',
    payment: 'payment',
    other: 'other',
  },
  distress: {
    'negative-balance': 'an account is overdrawn',
    'low-balance-signal': 'the balance ran low recently',
    none: 'none',
  },
  switches: {
    on: 'on',
    drain: 'drain (nothing new is decided)',
    stop: 'stop (nothing leaves either)',
  },
  suppressions: {
    bounced: 'bounced',
    'opted-out': 'opted out by reply',
    complained: 'complaint',
    unsubscribed: 'unsubscribed',
  },
  operators: {
    eq: (wanted) => `be ${wanted}`,
    ne: (wanted) => `not be ${wanted}`,
    lt: (wanted) => `be less than ${wanted}`,
    lte: (wanted) => `be at most ${wanted}`,
    gt: (wanted) => `be more than ${wanted}`,
    gte: (wanted) => `be at least ${wanted}`,
    in: (wanted) => `be one of: ${wanted}`,
    contains: (wanted) => `include ${wanted}`,
  },
  nothing: {
    'customer-unknown': (customer) =>
      `Nothing is known of a customer ${customer}: no profile, no account, and no decision in the last 13 months.`,
    'no-decisions': (customer) =>
      `No decision about customer ${customer} is on record: nothing happened in the last 13 months that a campaign could speak about.`,
    'event-without-decision': (customer, event) =>
      `No decision about customer ${customer} follows from the bank event ${event}. Either it was an ordinary event that no signal came of, or another event had told of the same moment before, or it has not been received, or was refused as invalid, or is older than 13 months.`,
  },
}
