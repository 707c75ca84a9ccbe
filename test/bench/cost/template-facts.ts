import * as z from 'zod/mini'
import type { LocalCloud } from '#infra/local/cloud.ts'
import { readAssembly } from '#infra/local/synthesize.ts'
import { resolveDeployment } from '#infra/local/template.ts'

const functionSchema = z.object({
  MemorySize: z.number(),
  Environment: z.object({ Variables: z.object({ POWERTOOLS_SERVICE_NAME: z.string() }) }),
})
const mappingSchema = z.object({ EventSourceArn: z.string() })

/** What the bill needs to know of the template. */
export interface TemplateFacts {
  /** Megabytes of each function, by the name of its folder. */
  readonly memory: Readonly<Record<string, number>>
  /** How many queues are polled by a function. */
  readonly polledQueues: number
  /** How many functions are called every minute. */
  readonly calledEachMinute: number
  /** Customer-managed keys. */
  readonly keys: number
}

/** Reads them from the assembly that is played. */
export const templateFacts = (assembly: string, endpoints: LocalCloud['endpoints']): TemplateFacts => {
  const stacks = readAssembly(assembly)
  const deployment = resolveDeployment(stacks, endpoints)
  const resources = stacks.flatMap(({ template }) => Object.values(template.Resources))
  const functions = deployment
    .resources('AWS::Lambda::Function')
    .map(({ properties }) => z.parse(functionSchema, properties))
  const mappings = deployment
    .resources('AWS::Lambda::EventSourceMapping')
    .map(({ properties }) => z.parse(mappingSchema, properties).EventSourceArn)
  return {
    memory: Object.fromEntries(
      functions.map(({ MemorySize, Environment }) => [
        Environment.Variables.POWERTOOLS_SERVICE_NAME,
        MemorySize,
      ]),
    ),
    polledQueues: mappings.filter((arn) => arn.includes(':sqs:')).length,
    calledEachMinute: resources.filter(({ Properties }) => Properties.ScheduleExpression === 'rate(1 minute)')
      .length,
    keys: resources.filter(({ Type }) => Type === 'AWS::KMS::Key').length,
  }
}
