import { Stack } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'

/** Headings of `infra/RUNBOOK.md`, as anchors. A test compares the two. */
export type RunbookHeading =
  | 'dead-letters'
  | 'undeliverable-events'
  | 'old-messages'
  | 'function-errors'
  | 'function-throttles'
  | 'events-parked'
  | 'unusable-campaigns'
  | 'sweep-not-run'
  | 'due-work-waits'
  | 'campaign-work-waits'
  | 'delivery-failures'
  | 'messages-in-doubt'
  | 'messages-requeued'
  | 'messages-unconfirmed'
  | 'circuit-open'
  | 'unsubscribe-failures'
  | 'api-failures'
  | 'complaint-rate'
  | 'webhooks-late'

export interface AlarmProps {
  readonly heading: RunbookHeading
  /** What is wrong, in a few words, for the one who is woken. */
  readonly says: string
  readonly metric: IMetric
  /** Alarms when the metric is above it. */
  readonly above: number
  /** How many periods of the metric in a row. @default 1 */
  readonly periods?: number
  /** Also alarms when nothing is reported at all. @default false: what does not happen is not counted */
  readonly silenceIsBad?: boolean
}

/** The one place where alarms go. The bank subscribes its on-call system to the topic. */
export class AlarmTopic extends Construct {
  readonly topic: Topic
  readonly raised: Alarm[] = []

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com')
    const conditions = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } }
    // An own key: CloudWatch may not use the one of SNS, and has no business with those of customers' data.
    const masterKey = new Key(this, 'Key', { description: 'Bellwether: alarms', enableKeyRotation: true })
    masterKey.addToResourcePolicy(
      new PolicyStatement({
        principals: [cloudWatch],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions,
      }),
    )
    this.topic = new Topic(this, 'Topic', { displayName: 'Bellwether alarms', masterKey, enforceSSL: true })
    // A policy of one's own replaces the one by which CloudWatch may publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [cloudWatch],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions,
      }),
    )
  }

  /** Raises an alarm, and says when it is over. */
  raise(id: string, props: AlarmProps): void {
    const { heading, says, metric, above, periods = 1, silenceIsBad = false } = props
    const alarm = new Alarm(this, id, {
      alarmDescription: `${says} What to do: infra/RUNBOOK.md#${heading}`,
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: silenceIsBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    })
    const action = new SnsAction(this.topic)
    alarm.addAlarmAction(action)
    alarm.addOkAction(action)
    this.raised.push(alarm)
  }
}
