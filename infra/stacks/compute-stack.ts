import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import { EventBus } from 'aws-cdk-lib/aws-events'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { Api } from '#infra/constructs/api.ts'
import { AttributeConversion } from '#infra/constructs/attribute-conversion.ts'
import { DeliverMessage } from '#infra/constructs/deliver-message.ts'
import { EngineAlarms } from '#infra/constructs/engine-alarms.ts'
import { EngineDashboard } from '#infra/constructs/engine-dashboard.ts'
import { bankEventPattern, providerFeedbackPattern } from '#infra/constructs/event-patterns.ts'
import { LaunchCampaigns } from '#infra/constructs/launch-campaigns.ts'
import { PublishWebhooks } from '#infra/constructs/publish-webhooks.ts'
import { ReactToEvents } from '#infra/constructs/react-to-events.ts'
import { ReceiveReply } from '#infra/constructs/receive-reply.ts'
import { RecordOutcome } from '#infra/constructs/record-outcome.ts'
import { ReleaseDue } from '#infra/constructs/release-due.ts'
import { RuleToQueue } from '#infra/constructs/rule-to-queue.ts'
import { RunLaunch } from '#infra/constructs/run-launch.ts'
import { SendWebhooks } from '#infra/constructs/send-webhooks.ts'
import { Simulate } from '#infra/constructs/simulate.ts'
import { SweepCalendar } from '#infra/constructs/sweep-calendar.ts'
import { Unsubscribe } from '#infra/constructs/unsubscribe.ts'
import type { BankSettings } from '#infra/settings.ts'
import type { DataStack } from '#infra/stacks/data-stack.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'

export interface ComputeStackProps extends StackProps {
  readonly data: DataStack
  readonly messaging: MessagingStack
  readonly settings: BankSettings
}

/** What runs. It holds nothing, so it may be deployed and rolled back at any time. */
export class ComputeStack extends Stack {
  readonly react: ReactToEvents
  readonly sweep: SweepCalendar
  readonly release: ReleaseDue
  readonly deliver: DeliverMessage
  readonly record: RecordOutcome
  readonly attribute: AttributeConversion
  readonly receive: ReceiveReply
  readonly unsubscribe: Unsubscribe
  readonly publishWebhooks: PublishWebhooks
  readonly sendWebhooks: SendWebhooks
  readonly api: Api
  readonly runLaunch: RunLaunch
  readonly launchCampaigns: LaunchCampaigns
  readonly simulate: Simulate

  constructor(scope: Construct, id: string, { data, messaging, settings, ...props }: ComputeStackProps) {
    super(scope, id, props)
    this.react = new ReactToEvents(this, 'React', data, messaging)
    this.sweep = new SweepCalendar(this, 'Sweep', data, messaging)
    this.release = new ReleaseDue(this, 'Release', data, messaging, settings)
    this.deliver = new DeliverMessage(this, 'Deliver', data, messaging, settings)
    this.record = new RecordOutcome(this, 'Record', data, messaging)
    this.attribute = new AttributeConversion(this, 'Attribute', data, messaging)
    this.receive = new ReceiveReply(this, 'Receive', data, messaging)
    this.unsubscribe = new Unsubscribe(this, 'Unsubscribe', data, messaging)
    this.publishWebhooks = new PublishWebhooks(this, 'Publish', data, messaging)
    this.sendWebhooks = new SendWebhooks(this, 'Send', data, messaging)
    this.api = new Api(this, 'Api', data, messaging, settings)
    this.runLaunch = new RunLaunch(this, 'RunLaunch', data, messaging)
    this.launchCampaigns = new LaunchCampaigns(this, 'LaunchCampaigns', data, messaging)
    this.simulate = new Simulate(this, 'Simulate', data, messaging)
    this.routeBankEvents(messaging)
    this.routeFeedback(messaging)
    const functions = {
      ReactToEvents: this.react.function.lambda,
      SweepCalendar: this.sweep.function.lambda,
      ReleaseDue: this.release.function.lambda,
      DeliverMessage: this.deliver.function.lambda,
      RecordOutcome: this.record.function.lambda,
      AttributeConversion: this.attribute.function.lambda,
      ReceiveReply: this.receive.function.lambda,
      Unsubscribe: this.unsubscribe.function.lambda,
      PublishWebhooks: this.publishWebhooks.function.lambda,
      SendWebhooks: this.sendWebhooks.function.lambda,
      Api: this.api.function.lambda,
      RunLaunch: this.runLaunch.function.lambda,
      LaunchCampaigns: this.launchCampaigns.function.lambda,
      Simulate: this.simulate.function.lambda,
    }
    const { raised } = new EngineAlarms(this, 'Watch', messaging, functions, this.api.api)
    const { dashboard } = new EngineDashboard(this, 'Look', {
      messaging,
      functions,
      api: this.api.api,
      alarms: raised,
    })
    new CfnOutput(this, 'DashboardName', { value: dashboard.dashboardName })
    this.output('ReactToEventsFunction', this.react)
    this.output('SweepCalendarFunction', this.sweep)
    this.output('ReleaseDueFunction', this.release)
    this.output('DeliverMessageFunction', this.deliver)
    this.output('RecordOutcomeFunction', this.record)
    this.output('AttributeConversionFunction', this.attribute)
    this.output('ReceiveReplyFunction', this.receive)
    this.output('UnsubscribeFunction', this.unsubscribe)
    this.output('PublishWebhooksFunction', this.publishWebhooks)
    this.output('SendWebhooksFunction', this.sendWebhooks)
    this.output('ApiFunction', this.api)
    this.output('RunLaunchFunction', this.runLaunch)
    this.output('LaunchCampaignsFunction', this.launchCampaigns)
    this.output('SimulateFunction', this.simulate)
    new CfnOutput(this, 'ApiUrl', { value: this.api.api.apiEndpoint })
  }

  private routeBankEvents({ bus, bankEvents, undeliverable }: MessagingStack): void {
    const { rule } = new RuleToQueue(this, 'BankEvents', {
      bus,
      pattern: bankEventPattern,
      description: 'Bellwether: every event of the bank',
      queue: bankEvents.queue,
      undeliverable,
    })
    // What a replay of the archive is for: other rules on the bus are not ours to repeat events to.
    new CfnOutput(this, 'BankEventsRuleArn', { value: rule.ruleArn })
  }

  private routeFeedback({ feedback, undeliverable }: MessagingStack): void {
    new RuleToQueue(this, 'ProviderFeedback', {
      bus: EventBus.fromEventBusName(this, 'DefaultBus', 'default'),
      pattern: providerFeedbackPattern,
      description: 'Bellwether: what became of emails and texts',
      queue: feedback.queue,
      undeliverable,
    })
  }

  private output(id: string, owner: { readonly function: { readonly lambda: IFunction } }): void {
    new CfnOutput(this, id, { value: owner.function.lambda.functionName })
  }
}
