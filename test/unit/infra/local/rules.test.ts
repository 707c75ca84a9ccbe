import { expect, test } from 'vitest'
import { readRules } from '#infra/local/rules.ts'
import { deploymentOf } from '#test/support/local-cloud/deployment.ts'

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:S-Queue'

const read = (Properties: Readonly<Record<string, unknown>>) =>
  readRules(
    deploymentOf({
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bank' } },
      Queue: { Type: 'AWS::SQS::Queue' },
      Rule: { Type: 'AWS::Events::Rule', Properties },
    }),
    (arn) => arn === QUEUE,
  )

const Targets = [{ Id: 'T0', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }]
const EventPattern = { source: ['bank.core'] }

test('a rule with a pattern stands on its bus, the default bus where it names none', () => {
  const targets = [{ arn: QUEUE, id: 'T0' }]
  const on = (EventBusName: unknown) => read({ EventBusName, EventPattern, Targets })
  expect(on({ Ref: 'Bus' }).rules).toMatchObject([{ name: 'S-Rule', busName: 'bank', targets }])
  expect(on({ 'Fn::GetAtt': ['Bus', 'Arn'] }).rules).toMatchObject([{ busName: 'bank' }])
  const [rule] = read({ EventPattern, Targets }).rules
  expect(rule?.busName).toBe('default')
  expect([rule?.matches({ source: 'bank.core' }), rule?.matches({ source: 'shop' })]).toEqual([true, false])
})

test('a schedule is kept apart, a disabled rule does nothing', () => {
  const ScheduleExpression = 'rate(1 hour)'
  expect(read({ ScheduleExpression, Targets })).toEqual({
    rules: [],
    schedules: [{ name: 'S-Rule', expression: ScheduleExpression, target: QUEUE }],
  })
  const disabled = read({ ScheduleExpression, EventPattern, Targets, State: 'DISABLED' })
  expect(disabled).toEqual({ rules: [], schedules: [] })
})

test('a target that is neither queue nor function, or is given other input, stops with the rule', () => {
  const topic = [{ Id: 'T0', Arn: 'arn:aws:sns:us-east-1:000000000000:topic' }]
  expect(() => read({ EventPattern, Targets: topic })).toThrow(/S\/Rule: a rule's target .*:topic/)
  const changed = Targets.map((target) => ({ ...target, InputPath: '$.detail' }))
  expect(() => read({ EventPattern, Targets: changed })).toThrow(/S\/Rule .*InputPath/)
})
