import { readFileSync } from 'node:fs'

/** JSON Schema 2020-12, as far as openapi.json uses it. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly not?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly propertyNames?: JsonSchema
  readonly items?: JsonSchema
  readonly prefixItems?: readonly JsonSchema[]
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: JsonSchema
}

export interface DocumentedResponse {
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>
  readonly headers?: Readonly<Record<string, unknown>>
}

export interface Operation {
  readonly operationId: string
  readonly method: string
  readonly path: string
  readonly parameters: readonly Parameter[]
  readonly body?: JsonSchema
  readonly responses: Readonly<Record<string, DocumentedResponse>>
  /** Who may; empty means anybody. */
  readonly roles: readonly string[]
}

type Reference<Part> = Part | { readonly $ref: string }

interface RawOperation extends Pick<Operation, 'operationId'> {
  readonly parameters?: readonly Reference<Parameter>[]
  readonly responses: Readonly<Record<string, Reference<DocumentedResponse>>>
  readonly 'x-roles'?: readonly string[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> }
}

export interface ApiDocument {
  readonly operations: readonly Operation[]
  readonly schemas: Readonly<Record<string, JsonSchema>>
}

interface Shared {
  readonly parameters: Readonly<Record<string, Parameter>>
  readonly responses: Readonly<Record<string, DocumentedResponse>>
}

/** @throws Error for a reference to what is not there */
const meant = <Part extends object>(part: Reference<Part>, shared: Readonly<Record<string, Part>>): Part => {
  if (!('$ref' in part)) return part
  const found = shared[part.$ref.slice(part.$ref.lastIndexOf('/') + 1)]
  if (found === undefined) throw new Error(`${part.$ref} is not there`)
  return found
}

const operationOf = (path: string, method: string, raw: RawOperation, shared: Shared): Operation => {
  const body = raw.requestBody?.content['application/json']?.schema
  return {
    operationId: raw.operationId,
    method: method.toUpperCase(),
    path,
    parameters: (raw.parameters ?? []).map((each) => meant(each, shared.parameters)),
    responses: Object.fromEntries(
      Object.entries(raw.responses).map(([status, each]) => [status, meant(each, shared.responses)]),
    ),
    roles: raw['x-roles'] ?? [],
    ...(body === undefined ? {} : { body }),
  }
}

/** functions/api/openapi.json, as clients read it. */
export const readApiDocument = (): ApiDocument => {
  const file = new URL('../../../functions/api/openapi.json', import.meta.url)
  const { paths, components } = JSON.parse(readFileSync(file, 'utf8')) as {
    paths: Record<string, Record<string, RawOperation>>
    components: Shared & { schemas: Record<string, JsonSchema> }
  }
  return {
    schemas: components.schemas,
    operations: Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, raw]) => operationOf(path, method, raw, components)),
    ),
  }
}
