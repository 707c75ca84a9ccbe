import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { ApiDocument, Operation } from '#test/support/api/document.ts'

export interface GivenAnswer {
  readonly status: number
  readonly contentType: string
  readonly etag: string | null
  readonly text: string
}

/** What only the inside of the program knows. */
const INSIDE =
  /\n\s+at |node_modules|node:internal|\.(mjs|ts|js):\d+|\bDynamoDB\b|ValidationException|arn:aws/

/** Refused before any route was found: by the kit, or by the gateway in its own form. */
const isUnrouted = (status: number, text: string): boolean =>
  ([404, 405].includes(status) && /"code":"(no-such-route|wrong-method)"/.test(text)) ||
  ([400, 404].includes(status) && /^\{"message":"[\w ]+"\}$/.test(text))

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Judges answers by the document. @returns for an answer, what is wrong with it; nothing where it is as documented */
export const answerJudge = ({ schemas }: ApiDocument) => {
  const ajv = new Ajv2020({ strict: false, allErrors: false, allowUnionTypes: true })
  formats.default(ajv)
  ajv.addSchema({ $id: 'api', components: { schemas } })
  const compiled = new Map<string, ValidateFunction>()
  const validatorOf = (key: string, schema: unknown): ValidateFunction => {
    const before = compiled.get(key)
    if (before) return before
    const text = JSON.stringify(schema).replaceAll('"#/components', '"api#/components')
    const made = ajv.compile(JSON.parse(text))
    compiled.set(key, made)
    return made
  }

  return (operation: Operation, { status, contentType, etag, text }: GivenAnswer): string | undefined => {
    if (status >= 500) return `${status}`
    if (INSIDE.test(text)) return 'tells of its inside'
    if (isUnrouted(status, text)) return undefined
    const documented = operation.responses[String(status)]
    if (documented === undefined) return `${status} is not documented`
    if (documented.headers?.etag !== undefined && etag === null) return 'has no ETag'
    if (documented.content === undefined) return text === '' ? undefined : 'has a body'
    const media = contentType.split(';')[0] ?? ''
    const schema = documented.content[media]?.schema
    if (schema === undefined) return `is ${media}`
    const validate = validatorOf(`${operation.operationId} ${status} ${media}`, schema)
    return validate(parsed(text)) ? undefined : ajv.errorsText(validate.errors)
  }
}
