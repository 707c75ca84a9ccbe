import type { FunctionName } from '#infra/constructs/bellwether-function.ts'

/** Counters that are looked at together. A test finds each in the code of its function. */
export interface CounterGroup {
  readonly title: string
  readonly counters: Readonly<Partial<Record<FunctionName, readonly string[]>>>
}

/** What the functions count, in the order in which an operator asks: what comes in, what is decided, what leaves. */
export const counterGroups: readonly CounterGroup[] = [
  {
    title: 'Events of the bank',
    counters: {
      'react-to-events': [
        'EventsAccepted',
        'EventsQuiet',
        'EventsParked',
        'EventsBeforeProfile',
        'StaleEvents',
      ],
    },
  },
  {
    title: 'Decisions',
    counters: {
      'react-to-events': ['DecisionsWon', 'DecisionsRefused', 'UnknownZones', 'UnusableCampaigns'],
      'sweep-calendar': ['CalendarDue'],
    },
  },
  {
    title: 'Campaigns and launches',
    counters: {
      'launch-campaigns': [
        'CampaignsWentLive',
        'LaunchesPlanned',
        'LaunchesSkipped',
        'LaunchesStarted',
        'LaunchPartsRequeued',
        'CampaignWorkFailed',
      ],
    },
  },
  {
    title: 'Messages leaving',
    counters: {
      'deliver-message': [
        'MessagesSent',
        'MessagesHeld',
        'MessagesPostponed',
        'MessagesFellBack',
        'CircuitOpened',
      ],
      'release-due': ['MessagesReleased', 'MessagesRequeued'],
    },
  },
  {
    title: 'Messages ended or in doubt',
    counters: {
      'deliver-message': ['MessagesFailed', 'MessagesExpired', 'MessagesCancelled', 'MessagesInDoubt'],
      'release-due': ['MessagesExpired', 'MessagesUnconfirmed', 'DueWorkFailed', 'TasksEscalated'],
    },
  },
  {
    title: 'What came of them',
    counters: {
      'record-outcome': ['Delivered', 'Bounced', 'Complained', 'Rejected', 'Opened', 'Clicked'],
      'attribute-conversion': ['ConversionsRecorded', 'ConversionsAttributed'],
    },
  },
  {
    title: 'Channels closed',
    counters: {
      'record-outcome': ['AddressesSuppressed', 'ComplaintRateWarnings', 'CampaignsPaused'],
      unsubscribe: ['Unsubscribed', 'UnsubscribeFailed', 'UnsubscribeRefused'],
      'receive-reply': ['OptedOut', 'MessagesReplied', 'RepliesUnmatched'],
    },
  },
  {
    title: 'Webhooks',
    counters: {
      'publish-webhooks': ['WebhooksQueued', 'WebhooksUnreadable'],
      'send-webhooks': ['WebhooksSent', 'WebhooksFailed', 'WebhooksUnwanted'],
    },
  },
]
