import { EventBus } from 'aws-cdk-lib/aws-events'
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailSendingEvent,
  EventDestination,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses'
import { Construct } from 'constructs'
import type { BankSettings } from '#infra/settings.ts'

/** What SES tells us about every message. */
const REPORTED = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.RENDERING_FAILURE,
]

/** What it tells only where it may track: a picture and links of its own in each email. */
const TRACKED = [EmailSendingEvent.OPEN, EmailSendingEvent.CLICK]

export interface EmailSendingProps {
  /** Whether SES may track who opens an email and follows its links. */
  readonly tracking: BankSettings['emailTracking']
}

/** How emails leave: over TLS only, each outcome reported on the account's default bus (SES knows no other). */
export class EmailSending extends Construct {
  readonly configurationSet: ConfigurationSet

  constructor(scope: Construct, id: string, { tracking }: EmailSendingProps) {
    super(scope, id)
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    })
    this.configurationSet.addEventDestination('Outcomes', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: tracking === 'on' ? [...REPORTED, ...TRACKED] : REPORTED,
    })
  }
}
