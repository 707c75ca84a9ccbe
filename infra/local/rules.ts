import * as z from 'zod/mini'
import type { BusRule } from '#infra/local/event-bus.ts'
import { compileEventPattern } from '#infra/local/event-pattern.ts'
import { type Deployment, type Resource, readProperties } from '#infra/local/template.ts'

const ruleProperties = z.strictObject({
  Name: z.optional(z.string()),
  Description: z.optional(z.unknown()),
  EventBusName: z._default(z.string(), 'default'),
  EventPattern: z.optional(z.unknown()),
  ScheduleExpression: z.optional(z.string()),
  State: z._default(z.enum(['ENABLED', 'DISABLED']), 'ENABLED'),
  Targets: z._default(
    z.array(
      z.strictObject({
        Arn: z.string(),
        Id: z.string(),
        // A local target does not refuse, so there is nothing to retry.
        DeadLetterConfig: z.optional(z.unknown()),
        RetryPolicy: z.optional(z.unknown()),
        // The local cloud shows no IAM.
        RoleArn: z.optional(z.unknown()),
      }),
    ),
    [],
  ),
})

/** A schedule of the template, with the ARN of its target. */
export interface Schedule {
  readonly name: string
  readonly expression: string
  readonly target: string
}

/** The template's rules, sorted into those that match events and those that follow a schedule. */
export function readRules(
  deployment: Deployment,
  isTarget: (arn: string) => boolean,
): { readonly rules: readonly BusRule[]; readonly schedules: readonly Schedule[] } {
  const rules: BusRule[] = []
  const schedules: Schedule[] = []
  for (const resource of deployment.resources('AWS::Events::Rule')) {
    const properties = readProperties(resource, ruleProperties)
    if (properties.State === 'DISABLED') continue
    const targets = properties.Targets.map(({ Arn, Id }) => ({ arn: Arn, id: Id }))
    for (const { arn } of targets) if (!isTarget(arn)) refuseTarget(resource, arn)
    if (properties.EventPattern !== undefined) {
      const busName = properties.EventBusName.split('/').at(-1) ?? ''
      const matches = compileEventPattern(properties.EventPattern)
      rules.push({ name: resource.name, arn: resource.arn, busName, matches, targets })
    }
    const expression = properties.ScheduleExpression
    if (expression !== undefined)
      schedules.push(...targets.map(({ arn }) => ({ name: resource.name, expression, target: arn })))
  }
  return { rules, schedules }
}

function refuseTarget({ stack, logicalId }: Resource, arn: string): never {
  throw new Error(
    `${stack.name}/${logicalId}: a rule's target must be a queue, a function or a delivery stream, not ${arn}`,
  )
}
