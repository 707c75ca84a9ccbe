import { LOCAL_ACCOUNT, localArn } from '#infra/local/account.ts'
import type { ServiceEvent } from '#infra/local/event-bus.ts'
import type { ProviderCall } from '#infra/local/providers/call.ts'

/**
 * What the provider publishes about a message, in order: that it was taken, and what became of it. The addresses of
 * SES's mailbox simulator and the numbers of the SMS simulator have the outcomes that AWS documents.
 */
export const feedbackEvents = (call: ProviderCall): ServiceEvent[] =>
  call.channel === 'email' ? emailEvents(call) : smsEvents(call)

/** An event as SES publishes it about an email. */
export const emailEvent = (
  call: ProviderCall,
  detailType: string,
  eventType: string,
  outcome: Readonly<Record<string, unknown>>,
  time: Date,
): ServiceEvent => ({
  source: 'aws.ses',
  detailType,
  time,
  resources: [localArn('ses', `configuration-set/${call.configurationSet}`)],
  detail: { eventType, mail: mailOf(call), ...outcome },
})

function emailEvents(call: ProviderCall): ServiceEvent[] {
  const timestamp = call.at
  const event = (detailType: string, eventType: string, outcome: Record<string, unknown>): ServiceEvent =>
    emailEvent(call, detailType, eventType, outcome, new Date(call.at))
  const sent = event('Email Sent', 'Send', { send: {} })
  const recipients = call.destination
  const emailAddresses = recipients.map((emailAddress) => ({ emailAddress }))
  const simulated = /^([a-z]+)(\+[^@]*)?@simulator\.amazonses\.com$/i
    .exec(bare(recipients[0]))?.[1]
    ?.toLowerCase()
  if (simulated === 'bounce' || simulated === 'suppressionlist') {
    const refusal = { action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' }
    const bounce = {
      bounceType: 'Permanent',
      bounceSubType: simulated === 'bounce' ? 'General' : 'Suppressed',
      bouncedRecipients: emailAddresses.map((recipient) => ({ ...recipient, ...refusal })),
      timestamp,
      feedbackId: call.id,
      reportingMTA: 'dsn; local',
    }
    return [sent, event('Email Bounced', 'Bounce', { bounce })]
  }
  const delivery = {
    timestamp,
    processingTimeMillis: 0,
    recipients,
    smtpResponse: '250 ok',
    reportingMTA: 'local',
  }
  const delivered = event('Email Delivered', 'Delivery', { delivery })
  if (simulated !== 'complaint') return [sent, delivered]
  const complaint = {
    complainedRecipients: emailAddresses,
    timestamp,
    feedbackId: call.id,
    complaintFeedbackType: 'abuse',
    complaintSubType: null,
  }
  return [sent, delivered, event('Email Complaint Received', 'Complaint', { complaint })]
}

function mailOf({ id, at, from = '', destination, subject = '', tags, configurationSet = '' }: ProviderCall) {
  const lists = Object.entries(tags).map(([name, value]) => [name, [value]])
  const own = { 'ses:operation': ['SendEmail'], 'ses:configuration-set': [configurationSet] }
  return {
    timestamp: at,
    source: from,
    sendingAccountId: LOCAL_ACCOUNT,
    messageId: id,
    destination,
    headersTruncated: false,
    commonHeaders: { from: [from], to: destination, messageId: id, subject },
    tags: { ...own, ...Object.fromEntries(lists) },
  }
}

const bare = (address = ''): string => /<([^<>]*)>$/.exec(address)?.[1] ?? address

function smsEvents(call: ProviderCall): ServiceEvent[] {
  const event = (status: string, isFinal: boolean, description: string): ServiceEvent => ({
    source: 'aws.sms-voice',
    detailType: 'Text Message Delivery Status Updated',
    time: new Date(call.at),
    resources: [],
    // Other than SES's, these events do not name the destination.
    detail: {
      eventType: `TEXT_${status}`,
      eventVersion: '1.0',
      eventTimestamp: Date.parse(call.at),
      isFinal,
      originationPhoneNumber: call.from,
      messageId: call.id,
      messageRequestTimestamp: Date.parse(call.at),
      messageEncoding: /^[\x20-\x7e\n\r]*$/.test(call.text ?? '') ? 'GSM' : 'Unicode',
      messageType: call.messageType,
      messageStatus: status,
      messageStatusDescription: description,
      context: call.tags,
    },
  })
  const pending = event('PENDING', false, 'Message is on its way to the carrier')
  const fails = simulatedFailures.has(`${call.destination[0]}`.replace(/^\+/, ''))
  if (fails) return [pending, event('BLOCKED', true, 'Message has been blocked by the carrier')]
  return [pending, event('DELIVERED', true, 'Message has been accepted by phone')]
}

/** The simulator's numbers for failure: https://docs.aws.amazon.com/sms-voice/latest/userguide/test-phone-numbers.html */
const simulatedFailures = new Set(
  (
    '61455944039 43676800442032 32460213923 56229140631 420790542287 4525919215 37282720793 3584573979111 ' +
    '33755512502 85257048854 36707178772 394390009174 447937404992 352691385882 3197008100150 4759449387 ' +
    '48732141442 351927946950 40783900332 34683783442 46790645102 41798075874 886903444632 447860019067 14254147167'
  ).split(' '),
)
