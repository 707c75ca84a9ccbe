/** Policies over all resources of all stacks, one file a kind of resource; together they read the templates once. */
import { Template } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { synthesized } from '#test/infra/synthesized.ts'
import '#test/infra/policies/alarms.ts'
import '#test/infra/policies/bundles.ts'
import '#test/infra/policies/dashboard.ts'
import '#test/infra/policies/functions.ts'
import '#test/infra/policies/permissions.ts'
import '#test/infra/policies/queues.ts'
import '#test/infra/policies/recorded-events.ts'
import '#test/infra/policies/replies.ts'
import '#test/infra/policies/runbook.ts'
import '#test/infra/policies/sign-in.ts'
import '#test/infra/policies/tables.ts'
import '#test/infra/policies/unsubscribe.ts'
import '#test/infra/policies/webhooks.ts'

const { templates } = synthesized()

describe('stacks', () => {
  it('are these three', () => {
    expect(Object.keys(templates).sort()).toEqual([
      'Bellwether-Compute',
      'Bellwether-Data',
      'Bellwether-Messaging',
    ])
  })

  it.each(Object.entries(templates))('%s has no circular references', (_name, template) => {
    expect(() => Template.fromJSON(structuredClone(template))).not.toThrow()
  })

  it.each([
    [
      'Bellwether-Data',
      'CustomersTable ContactsTable CampaignsTable JournalTable AuditTable ParkedTable UserPoolId UserPoolClientId UserPoolIssuer',
    ],
    [
      'Bellwether-Messaging',
      `BusName BusArn ArchiveArn BankEventsQueueUrl BankEventsDlqUrl CalendarQueueUrl CalendarDlqUrl EmailServiceQueueUrl
       EmailServiceDlqUrl EmailMarketingQueueUrl EmailMarketingDlqUrl SmsServiceQueueUrl SmsServiceDlqUrl
       SmsMarketingQueueUrl SmsMarketingDlqUrl InappQueueUrl InappDlqUrl FeedbackQueueUrl FeedbackDlqUrl ConversionsQueueUrl ConversionsDlqUrl LaunchesQueueUrl LaunchesDlqUrl SimulationsQueueUrl SimulationsDlqUrl RecordedEventsBucket
       RepliesQueueUrl RepliesDlqUrl RepliesTopicArn WebhooksQueueUrl WebhooksDlqUrl WebhooksSecretArn UndeliverableDlqUrl
       GatewaySecretArn UnsubscribeSecretArn UnsubscribeUrl SesConfigurationSet`,
    ],
    [
      'Bellwether-Compute',
      `BankEventsRuleArn DashboardName ReactToEventsFunction SweepCalendarFunction ReleaseDueFunction DeliverMessageFunction
       RecordOutcomeFunction AttributeConversionFunction ReceiveReplyFunction UnsubscribeFunction PublishWebhooksFunction SendWebhooksFunction ApiFunction ApiUrl RunLaunchFunction LaunchCampaignsFunction SimulateFunction`,
    ],
  ])('%s tells tools where things are', (stack, names) => {
    const outputs = Object.entries(templates[stack]?.Outputs ?? {}).flatMap(([name, { Export }]) =>
      Export ? [] : [name],
    )
    expect(outputs.sort()).toEqual(names.split(/\s+/).sort())
  })
})
