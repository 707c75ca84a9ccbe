import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { inject } from 'vitest'

interface TemplateResource {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
  readonly DeletionPolicy?: string
  readonly UpdateReplacePolicy?: string
}

export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>
  >
}

/** A resource with every reference replaced by the `id` of the resource it names. */
export interface Resource {
  /** `STACK/LOGICALID` */
  readonly id: string
  // biome-ignore lint/suspicious/noExplicitAny: properties have the shape of their CloudFormation type
  readonly properties: any
  readonly deletionPolicy: string | undefined
  readonly updateReplacePolicy: string | undefined
}

export interface Synthesized {
  readonly directory: string
  readonly templates: Readonly<Record<string, Template>>
  /** All resources of a CloudFormation type. @throws Error where there is none: a policy over nothing proves nothing */
  resources(type: string): readonly Resource[]
  /** The resource that an output names. */
  output(name: string): Resource
}

let cached: Synthesized | undefined

const TEMPLATE = '.template.json'

/** The app's templates, bundles beside them, as this run of the tests synthesized them. */
export const synthesized = (): Synthesized => {
  cached ??= readSynthesized(inject('assembly'))
  return cached
}

const readSynthesized = (directory: string): Synthesized => {
  const templates: Record<string, Template> = Object.fromEntries(
    readdirSync(directory)
      .filter((file) => file.endsWith(TEMPLATE))
      .map((file) => [
        file.slice(0, -TEMPLATE.length),
        JSON.parse(readFileSync(path.join(directory, file), 'utf8')),
      ]),
  )
  const all = allResources(templates)
  const output = (name: string): Resource => {
    for (const [stack, { Outputs = {} }] of Object.entries(templates)) {
      const value = Outputs[name]?.Value
      const found = all.find(({ id }) => value !== undefined && id === resolve(value, stack, templates))
      if (found) return found
    }
    throw new Error(`no output names a resource: ${name}`)
  }
  const resources = (type: string): readonly Resource[] => {
    const found = all.filter((resource) => resource.type === type)
    if (found.length === 0) throw new Error(`no resource is of type ${type}`)
    return found
  }
  return { directory, templates, resources, output }
}

const allResources = (templates: Readonly<Record<string, Template>>) =>
  Object.entries(templates).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources).map(([logicalId, resource]) => ({
      id: `${stack}/${logicalId}`,
      type: resource.Type,
      properties: resolve(resource.Properties ?? {}, stack, templates),
      deletionPolicy: resource.DeletionPolicy,
      updateReplacePolicy: resource.UpdateReplacePolicy,
    })),
  )

const resolve = (value: unknown, stack: string, templates: Readonly<Record<string, Template>>): unknown => {
  if (Array.isArray(value)) return value.map((item) => resolve(item, stack, templates))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const [first] = entries
  if (first === undefined || entries.length > 1)
    return Object.fromEntries(entries.map(([key, item]) => [key, resolve(item, stack, templates)]))
  const [key, argument] = first
  switch (key) {
    case 'Ref':
      return String(argument).startsWith('AWS::') ? `<${argument}>` : `${stack}/${argument}`
    case 'Fn::GetAtt':
      return `${stack}/${argument[0]}`
    case 'Fn::ImportValue':
      return exported(argument, templates)
    case 'Fn::Join':
      return argument[1].map((part: unknown) => resolve(part, stack, templates)).join(argument[0])
  }
  return { [key]: resolve(argument, stack, templates) }
}

const exported = (name: string, templates: Readonly<Record<string, Template>>): unknown => {
  for (const [stack, { Outputs = {} }] of Object.entries(templates))
    for (const { Value, Export } of Object.values(Outputs))
      if (Export?.Name === name) return resolve(Value, stack, templates)
  throw new Error(`nothing is exported as ${name}`)
}
