import { describe, expect, it } from 'vitest'
import { apiEnv } from '#functions/api/env.ts'
import { attributeConversionEnv } from '#functions/attribute-conversion/env.ts'
import { deliverMessageEnv } from '#functions/deliver-message/env.ts'
import { launchCampaignsEnv } from '#functions/launch-campaigns/env.ts'
import { publishWebhooksEnv } from '#functions/publish-webhooks/env.ts'
import { reactToEventsEnv } from '#functions/react-to-events/env.ts'
import { receiveReplyEnv } from '#functions/receive-reply/env.ts'
import { recordOutcomeEnv } from '#functions/record-outcome/env.ts'
import { releaseDueEnv } from '#functions/release-due/env.ts'
import { runLaunchEnv } from '#functions/run-launch/env.ts'
import { sendWebhooksEnv } from '#functions/send-webhooks/env.ts'
import { simulateEnv } from '#functions/simulate/env.ts'
import { sweepCalendarEnv } from '#functions/sweep-calendar/env.ts'
import { unsubscribeEnv } from '#functions/unsubscribe/env.ts'
import { parseEnvironment } from '#shared/lambda/environment.ts'
import { synthesized } from '#test/infra/synthesized.ts'

const { resources, output } = synthesized()
const functions = resources('AWS::Lambda::Function')
const logGroups = resources('AWS::Logs::LogGroup')

describe.each(functions)('function $id', ({ properties }) => {
  it('runs on Node 24 and arm64', () => {
    expect([properties.Runtime, properties.Architectures]).toEqual(['nodejs24.x', ['arm64']])
  })

  it('writes JSON to a log group of its own', () => {
    const { LogFormat, LogGroup } = properties.LoggingConfig
    expect(LogFormat).toBe('JSON')
    expect(logGroups.map(({ id }) => id)).toContain(LogGroup)
    const sharing = functions.filter((other) => other.properties.LoggingConfig.LogGroup === LogGroup)
    expect(sharing).toHaveLength(1)
  })

  it('is traced', () => {
    expect(properties.TracingConfig).toEqual({ Mode: 'Active' })
  })

  it('lives by the wall clock', () => {
    expect(properties.Environment.Variables.CLOCK ?? 'wall').toBe('wall')
  })

  it('posts to no other place on its own machine', () => {
    expect(properties.Environment.Variables.LOOPBACK_ENDPOINTS ?? 'refuse').toBe('refuse')
  })
})

describe.each(logGroups)('log group $id', ({ properties }) => {
  it('forgets', () => {
    expect(properties.RetentionInDays).toBeGreaterThan(0)
  })
})

describe('environments', () => {
  const schemas = {
    ReactToEventsFunction: reactToEventsEnv,
    SweepCalendarFunction: sweepCalendarEnv,
    ReleaseDueFunction: releaseDueEnv,
    DeliverMessageFunction: deliverMessageEnv,
    RecordOutcomeFunction: recordOutcomeEnv,
    AttributeConversionFunction: attributeConversionEnv,
    ReceiveReplyFunction: receiveReplyEnv,
    UnsubscribeFunction: unsubscribeEnv,
    PublishWebhooksFunction: publishWebhooksEnv,
    SendWebhooksFunction: sendWebhooksEnv,
    ApiFunction: apiEnv,
    LaunchCampaignsFunction: launchCampaignsEnv,
    RunLaunchFunction: runLaunchEnv,
    SimulateFunction: simulateEnv,
  }

  it.each(Object.entries(schemas))('%s gets what its schema asks for, and nothing else', (name, schema) => {
    const { POWERTOOLS_SERVICE_NAME: _service, ...variables } = output(name).properties.Environment.Variables
    expect(() => parseEnvironment(schema, variables)).not.toThrow()
    expect(Object.keys(schema.shape)).toEqual(expect.arrayContaining(Object.keys(variables)))
  })

  it('cover all functions', () => {
    expect(functions.map(({ id }) => id).sort()).toEqual(
      Object.keys(schemas)
        .map((name) => output(name).id)
        .sort(),
    )
  })

  it('name each table and queue where its name says', () => {
    const named = functions.flatMap(({ properties }) =>
      Object.entries<string>(properties.Environment.Variables),
    )
    for (const [variable, value] of named) {
      const expected = placeOf(variable)
      if (expected !== undefined) expect([variable, value]).toEqual([variable, output(expected).id])
    }
  })
})

/** The output that a variable repeats: `JOURNAL_TABLE` → `JournalTable`, `CALENDAR_QUEUE_URL` → `CalendarQueueUrl`. */
const placeOf = (variable: string): string | undefined =>
  /_(TABLE|QUEUE_URL|SECRET_ARN)$/.test(variable)
    ? variable.toLowerCase().replaceAll(/(?:^|_)(.)/g, (_whole, letter: string) => letter.toUpperCase())
    : undefined
