import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { synthesized } from '#test/infra/synthesized.ts'

const { resources, output } = synthesized()
const alarms = resources('AWS::CloudWatch::Alarm')
const queues = resources('AWS::SQS::Queue')
/** The only topic beside that of replies. */
const [topic, ...otherTopics] = resources('AWS::SNS::Topic').filter(
  ({ id }) => id !== output('RepliesTopicArn').id,
)

const runbook = readFileSync(new URL('../../../infra/RUNBOOK.md', import.meta.url), 'utf8')
/** What one does on purpose is about no alarm. */
const [ofAlarms = ''] = runbook.split(/^# Operations$/m)
const headings = [...ofAlarms.matchAll(/^## (.+)$/gm)].map(([, text = '']) =>
  text
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(/\s/g, '-'),
)
const headingOf = (description: string) => /infra\/RUNBOOK\.md#([\w-]+)$/.exec(description)?.[1]

/** Queues on whose metric there is an alarm. */
const watchedBy = (metric: string) =>
  alarms
    .filter(({ properties }) => properties.MetricName === metric)
    .map(({ properties }) => properties.Dimensions[0].Value)
    .sort()

describe.each(alarms)('alarm $id', ({ properties }) => {
  it('leads to a heading of the runbook', () => {
    expect(headings).toContain(headingOf(properties.AlarmDescription))
  })

  it('tells somebody, also when it is over', () => {
    expect(properties.AlarmActions).toEqual([topic?.id])
    expect(properties.OKActions).toEqual([topic?.id])
  })
})

describe('alarms', () => {
  it('exist for every heading of the runbook', () => {
    const used = new Set(alarms.map(({ properties }) => headingOf(properties.AlarmDescription)))
    expect([...used].sort()).toEqual([...headings].sort())
  })

  it('watch every queue: dead letters for any message, the others for old ones', () => {
    const isLive = ({ properties }: (typeof queues)[number]) => properties.RedrivePolicy !== undefined
    const ids = (all: typeof queues) => all.map(({ id }) => id).sort()
    expect(watchedBy('ApproximateAgeOfOldestMessage')).toEqual(ids(queues.filter(isLive)))
    expect(watchedBy('ApproximateNumberOfMessagesVisible')).toEqual(
      ids(queues.filter((queue) => !isLive(queue))),
    )
  })

  it.each(['Errors', 'Throttles'])('watch every function for %s', (metric) => {
    expect(watchedBy(metric)).toEqual(
      resources('AWS::Lambda::Function')
        .map(({ id }) => id)
        .sort(),
    )
  })

  it.each([
    ['EventsParked', 'react-to-events'],
    ['MessagesInDoubt', 'deliver-message'],
    ['MessagesFailed', 'deliver-message'],
    ['CircuitOpened', 'deliver-message'],
    ['MessagesRequeued', 'release-due'],
    ['MessagesUnconfirmed', 'release-due'],
    ['ComplaintRateWarnings', 'record-outcome'],
    ['CampaignsPaused', 'record-outcome'],
  ])('watch the counter %s of %s', (metric, service) => {
    const counters = alarms.flatMap(({ properties }) =>
      properties.Metrics
        ? properties.Metrics.map((m: { MetricStat?: { Metric: unknown } }) => m.MetricStat?.Metric)
        : [properties],
    )
    expect(counters).toContainEqual(
      expect.objectContaining({
        Namespace: 'Bellwether',
        MetricName: metric,
        Dimensions: [{ Name: 'service', Value: service }],
      }),
    )
  })

  it('notice a sweep that does not report at all, within three hours', () => {
    const sweep = alarms.find(({ properties }) => properties.AlarmDescription.endsWith('#sweep-not-run'))
    expect(sweep?.properties).toMatchObject({ TreatMissingData: 'breaching', EvaluationPeriods: 3 })
    const periods = sweep?.properties.Metrics.flatMap((m: { MetricStat?: { Period: number } }) =>
      m.MetricStat ? [m.MetricStat.Period] : [],
    )
    expect(new Set(periods)).toEqual(new Set([3600]))
    expect(JSON.stringify(sweep?.properties.Metrics)).toContain(output('SweepCalendarFunction').id)
  })

  it('notice due work that waits, and that nobody reports on it, within a quarter of an hour', () => {
    const due = alarms.find(({ properties }) => properties.AlarmDescription.endsWith('#due-work-waits'))
    expect(due?.properties).toMatchObject({
      Namespace: 'Bellwether',
      MetricName: 'DueWorkAge',
      Dimensions: [{ Name: 'service', Value: 'release-due' }],
      Statistic: 'Maximum',
      Period: 300,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    })
  })

  it.each([
    ['a single request to unsubscribe that failed', 'unsubscribe-failures', 'bellwether-unsubscribe', 1],
    ['requests of the bank’s people that fail for ten minutes', 'api-failures', 'bellwether-api', 2],
  ])('notice %s', (_what, heading, name, periods) => {
    const failed = alarms.find(({ properties }) => properties.AlarmDescription.endsWith(`#${heading}`))
    const api = resources('AWS::ApiGatewayV2::Api').find(({ properties }) => properties.Name === name)
    expect(failed?.properties).toMatchObject({
      ...{ Namespace: 'AWS/ApiGateway', MetricName: '5xx', Statistic: 'Sum', Threshold: 0 },
      Dimensions: [{ Name: 'ApiId', Value: api?.id }],
      EvaluationPeriods: periods,
    })
  })

  it('go to an encrypted topic that CloudWatch may use', () => {
    expect(otherTopics).toEqual([])
    const key = resources('AWS::KMS::Key').find(({ id }) => id === topic?.properties.KmsMasterKeyId)
    const cloudWatch = { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } }
    expect(key?.properties.KeyPolicy.Statement).toContainEqual(
      expect.objectContaining({ ...cloudWatch, Action: ['kms:Decrypt', 'kms:GenerateDataKey'] }),
    )
    const statements = resources('AWS::SNS::TopicPolicy').flatMap(
      ({ properties }) => properties.PolicyDocument.Statement,
    )
    expect(statements).toContainEqual(expect.objectContaining({ ...cloudWatch, Action: 'sns:Publish' }))
  })
})
