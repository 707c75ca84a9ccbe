import { Template } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { bellwether } from '#infra/bellwether.ts'

/** What SES is asked to report; no bundles are made. */
const reportedWith = (context: Readonly<Record<string, unknown>>): string[] => {
  const { messaging } = bellwether({ context: { ...context, 'aws:cdk:bundling-stacks': [] } })
  const [destination] = Object.values(
    Template.fromStack(messaging).findResources('AWS::SES::ConfigurationSetEventDestination'),
  )
  return destination?.Properties.EventDestination.MatchingEventTypes
}

const ALWAYS = ['send', 'delivery', 'bounce', 'complaint', 'reject', 'renderingFailure']

describe('SES', () => {
  it.each([
    ['tracks nobody unless the bank says so', {}, ALWAYS],
    ['tracks nobody where the bank says no', { emailTracking: 'off' }, ALWAYS],
    ['reports opens and clicks where it says yes', { emailTracking: 'on' }, [...ALWAYS, 'open', 'click']],
  ])('%s', (_, context, expected) => {
    expect(reportedWith(context).sort()).toEqual(expected.toSorted())
  })
})
