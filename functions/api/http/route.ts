import type * as z from 'zod/mini'
import type { Page } from '#functions/api/http/paging.ts'
import type { Caller, Role } from '#shared/domain/access/caller.ts'

export type { Caller, Role } from '#shared/domain/access/caller.ts'

export type Method = 'get' | 'post' | 'put' | 'delete'

/** What an answer of one status holds. Without a schema: a problem (from 400 on), or nothing. */
export interface ResponseShape {
  readonly description: string
  readonly schema?: z.ZodMiniType
  /** The answer carries the revision of what it shows, for If-Match. */
  readonly etag?: true
}

/** A status of 400 or more may be its description alone: its body is a problem. */
export type Responses = Readonly<Record<number, ResponseShape | string>>

type DeepReadonly<T> = T extends (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T

type BodyOf<Shape> = Shape extends { readonly schema: infer Schema extends z.ZodMiniType }
  ? { readonly body: DeepReadonly<z.output<Schema>> }
  : { readonly body?: undefined }

type EtagOf<Shape> = Shape extends { readonly etag: true } ? { readonly etag: string } : unknown

type SuccessStatus<All extends Responses> = Extract<
  { [Status in keyof All]: All[Status] extends string ? never : Status }[keyof All],
  number
>

/** What a handler answers: one of the responses it has declared. Everything else is a thrown `Refusal`. */
export type Answer<All extends Responses> = {
  [Status in SuccessStatus<All>]: { readonly status: Status } & BodyOf<All[Status]> & EtagOf<All[Status]>
}[SuccessStatus<All>]

/** The same, of a route whose responses nobody looks at any more. */
export interface AnyAnswer {
  readonly status: number
  readonly body?: unknown
  readonly etag?: string
}

type Parsed<Schema> = Schema extends z.ZodMiniType ? z.output<Schema> : undefined

/** What every handler is told beside what was sent. */
export interface RequestContext {
  readonly caller: Caller
  /** The revision between the quotes of If-Match, where the route requires it; '' elsewhere. */
  readonly ifMatch: string
  readonly requestId: string
  readonly now: Date
  /** Of a paged route: how many items, after which position. */
  readonly page: Page
}

export interface HandlerInput<Params, Query, Body> extends RequestContext {
  readonly params: Parsed<Params>
  readonly query: Parsed<Query>
  readonly body: Parsed<Body>
}

/** The same, of a route whose schemas nobody looks at any more. */
export interface AnyInput extends RequestContext {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

export interface RequestShape<Params, Query, Body> {
  /** One key for each `{name}` of the path. */
  readonly params?: Params
  /** Every key is text, or is left out. */
  readonly query?: Query
  /** JSON; no body is read where none is declared. */
  readonly body?: Body
  /** `required` on changes of what exists: 428 without it. */
  readonly ifMatch?: 'required' | 'none'
  /** A list in pages: the kit reads `limit` and `cursor`; the answer is a `pageSchema` whose `next` is a position. */
  readonly paged?: true
}

interface RouteBase {
  readonly method: Method
  /** As in OpenAPI: `/v1/campaigns/{campaignId}`. */
  readonly path: string
  readonly operationId: string
  readonly tag: string
  /** One line: what it does. */
  readonly summary: string
  readonly description?: string
  /** Who may; nobody named means anybody, without a token. */
  readonly roles: readonly Role[]
  /** It answers personal data: the handler has written that to the audit table before. */
  readonly reads?: 'pii'
}

/** A route as the kit serves it and the documents describe it. */
export interface Route<in Dependencies> extends RouteBase {
  readonly request: RequestShape<
    z.ZodMiniType | undefined,
    z.ZodMiniType | undefined,
    z.ZodMiniType | undefined
  >
  readonly responses: Responses
  readonly handle: (input: AnyInput, dependencies: Dependencies) => Promise<AnyAnswer>
}

/** A route as it is written. */
export interface RouteDefinition<Dependencies, Params, Query, Body, All extends Responses> extends RouteBase {
  readonly request: RequestShape<Params, Query, Body>
  readonly responses: All
  readonly handle: (
    input: HandlerInput<Params, Query, Body>,
    dependencies: Dependencies,
  ) => Promise<Answer<All>>
}

/** One route, its handler typed by its own schemas and responses. */
export const defineRoute = <
  Dependencies,
  const All extends Responses,
  Params extends z.ZodMiniType | undefined = undefined,
  Query extends z.ZodMiniType | undefined = undefined,
  Body extends z.ZodMiniType | undefined = undefined,
>(
  definition: RouteDefinition<Dependencies, Params, Query, Body, All>,
): Route<Dependencies> =>
  // The kit hands over what these very schemas have parsed; the types say so above, and are left behind here.
  definition as unknown as Route<Dependencies>

/** The routes of one area, over what they depend on. */
export const routesOf = <Dependencies>(
  routes: readonly Route<Dependencies>[],
): readonly Route<Dependencies>[] => routes
