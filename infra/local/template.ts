import * as z from 'zod/mini'
import { LOCAL_ACCOUNT, LOCAL_REGION, localArn } from '#infra/local/account.ts'
import { NO_VALUE, resolveIntrinsics, type Scope } from '#infra/local/intrinsics.ts'
import { type LocalUrls, playedTypes, unplayedTypes } from '#infra/local/resource-types.ts'

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z._default(z.record(z.string(), z.unknown()), {}),
  Condition: z.optional(z.string()),
})

export const templateSchema = z.object({
  Resources: z._default(z.record(z.string(), resourceSchema), {}),
  Outputs: z._default(
    z.record(
      z.string(),
      z.object({ Value: z.unknown(), Export: z.optional(z.object({ Name: z.unknown() })) }),
    ),
    {},
  ),
})

/** One synthesized stack: its template, and where the files it uploads stand, by asset hash. */
export interface Stack {
  readonly name: string
  readonly template: z.infer<typeof templateSchema>
  readonly assets: Readonly<Record<string, string>>
}

/** A resource that is played locally, its properties without intrinsics. */
export interface Resource {
  readonly stack: Stack
  readonly logicalId: string
  readonly type: string
  readonly name: string
  readonly ref: string
  readonly arn: string
  readonly properties: unknown
}

export interface Deployment {
  /** Played resources of these types, in the order of the stacks. */
  resources(...types: readonly string[]): readonly Resource[]
  /** Output logical id → value, over all stacks; without exports, which only serve the stacks among themselves. */
  readonly outputs: Readonly<Record<string, string>>
}

type RawResource = z.infer<typeof resourceSchema>

/**
 * Resolves the stacks of one deployment against each other.
 * @param urls that those of queues and APIs start with
 * @throws Error naming the logical id of whatever the local cloud does not know how to play
 */
export function resolveDeployment(stacks: readonly Stack[], urls: LocalUrls): Deployment {
  for (const stack of stacks) refuseUnknownTypes(stack)
  const scopes = new Map(stacks.map((stack) => [stack, createScope(stack, stacks, urls)]))
  const resolve = (stack: Stack, what: string, value: unknown): unknown =>
    located(`${stack.name}/${what}`, () =>
      resolveIntrinsics(value, scopes.get(stack) ?? fail('no such stack')),
    )

  const toResource = (stack: Stack, logicalId: string, raw: RawResource): Resource => {
    const { name, attributes } = identify(stack, logicalId, raw, urls, (value) =>
      resolve(stack, logicalId, value),
    )
    const properties = resolve(stack, logicalId, raw.Properties)
    const arn = attributes.Arn ?? attributes.ref
    return { stack, logicalId, type: raw.Type, name, ref: attributes.ref, arn, properties }
  }

  const outputs = stacks.flatMap((stack) =>
    Object.entries(stack.template.Outputs)
      .filter(([, output]) => output.Export === undefined)
      .map(([id, output]) => [id, String(resolve(stack, id, output.Value))] as const),
  )
  return {
    outputs: Object.fromEntries(outputs),
    resources: (...types) =>
      stacks.flatMap((stack) =>
        Object.entries(stack.template.Resources)
          .filter(([, raw]) => types.includes(raw.Type))
          .map(([logicalId, raw]) => toResource(stack, logicalId, raw)),
      ),
  }
}

/** Reads a resource's properties; a property that the schema does not list stops the boot with its name. */
export function readProperties<S extends z.ZodMiniType>(resource: Resource, schema: S): z.output<S> {
  const parsed = z.safeParse(schema, resource.properties)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map((issue) =>
    [issue.code, ...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys : [])].join(' '),
  )
  throw new Error(
    `${resource.stack.name}/${resource.logicalId} (${resource.type}) cannot be played locally: ${wrong.join('; ')}`,
  )
}

function refuseUnknownTypes(stack: Stack): void {
  for (const [logicalId, { Type, Condition }] of Object.entries(stack.template.Resources)) {
    if (Type in unplayedTypes) continue
    if (!(Type in playedTypes))
      throw new Error(`${stack.name}/${logicalId}: the local cloud does not know the type ${Type}`)
    if (Condition !== undefined)
      throw new Error(`${stack.name}/${logicalId}: the local cloud does not know conditions`)
  }
}

function createScope(stack: Stack, stacks: readonly Stack[], urls: LocalUrls): Scope {
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': LOCAL_ACCOUNT,
    'AWS::Region': LOCAL_REGION,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': localArn('cloudformation', `stack/${stack.name}/local`),
    'AWS::NoValue': NO_VALUE,
  }
  const attributesOf = (logicalId: string): Readonly<Record<string, string>> => {
    const raw = stack.template.Resources[logicalId] ?? fail(`nothing is called ${logicalId}`)
    return identify(stack, logicalId, raw, urls, (value) => resolveIntrinsics(value, scope)).attributes
  }
  const scope: Scope = {
    ref: (id) => (id in pseudo ? pseudo[id] : attributesOf(id).ref),
    attribute: (id, name) => attributesOf(id)[name] ?? fail(`${id} has no attribute ${name} locally`),
    imported: (name) => importValue(name, stacks, urls),
  }
  return scope
}

function importValue(name: string, stacks: readonly Stack[], urls: LocalUrls): unknown {
  for (const stack of stacks) {
    const scope = createScope(stack, stacks, urls)
    for (const output of Object.values(stack.template.Outputs))
      if (output.Export !== undefined && resolveIntrinsics(output.Export.Name, scope) === name)
        return resolveIntrinsics(output.Value, scope)
  }
  return fail(`no stack exports ${name}`)
}

/** An unplayed resource gets a name and an ARN too, because others may mention it. */
function identify(
  stack: Stack,
  logicalId: string,
  raw: RawResource,
  urls: LocalUrls,
  resolve: (value: unknown) => unknown,
): { name: string; attributes: { ref: string } & Readonly<Record<string, string>> } {
  const made = `${stack.name}-${logicalId}`
  const type = playedTypes[raw.Type]
  if (type === undefined)
    return { name: made, attributes: { ref: made, Arn: localArn('unplayed', made), Id: made } }
  const chosen = resolve(raw.Properties[type.nameProperty])
  const name = typeof chosen === 'string' ? chosen : made
  return { name, attributes: type.identity(name, urls) }
}

function located<T>(where: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : error}`, { cause: error })
  }
}

const fail = (message: string): never => {
  throw new Error(message)
}
