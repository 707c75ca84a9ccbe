import { ProblemError } from '#functions/api/http/problem.ts'

/** In bytes. The largest campaign that DynamoDB would keep as one item is 400 KB with everything around it. */
export const LARGEST_BODY = 256 * 1024

/**
 * How deep lists and groups may stand in each other: DynamoDB keeps 32 levels
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html), and the schemas call themselves
 * for each.
 */
const DEEPEST = 28

/** What DynamoDB keeps exactly, beside 0: its smallest is 1E-130. */
const SMALLEST_NUMBER = 1e-100

const refused = (code: string, detail: string) => new ProblemError(400, code, detail)

const checkNumber = (value: number): void => {
  const size = Math.abs(value)
  if (size > Number.MAX_SAFE_INTEGER || (size > 0 && size < SMALLEST_NUMBER))
    throw refused('number-out-of-range', 'A number is too large or too small to be kept exactly')
}

const checkText = (value: string): void => {
  if (!value.isWellFormed())
    throw refused('broken-text', 'A text is no Unicode: half of a surrogate pair stands alone')
}

/** What no schema asks, but no store would take: before any schema looks, level by level, so that depth costs no stack. */
const checkStorable = (body: unknown): void => {
  let level: readonly unknown[] = [body]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST)
      throw refused('too-deep', `Lists and groups stand more than ${DEEPEST} deep in each other`)
    const next: unknown[] = []
    for (const value of level) {
      if (typeof value === 'number') checkNumber(value)
      if (typeof value === 'string') checkText(value)
      if (typeof value !== 'object' || value === null) continue
      for (const key of Object.keys(value)) {
        if (key === '' || key === '__proto__') throw refused('bad-key', 'A key is empty or reserved')
        checkText(key)
      }
      next.push(...Object.values(value))
    }
    level = next
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw refused('no-json', 'The body is no JSON')
  }
}

const isJson = (contentType: string): boolean =>
  /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(contentType.trim())

/**
 * A request's body.
 * @throws ProblemError 413, 415 or 400
 */
export const readJson = async (request: Request): Promise<unknown> => {
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST_BODY) throw tooLarge()
  const bytes = await request.arrayBuffer()
  if (bytes.byteLength > LARGEST_BODY) throw tooLarge()
  if (bytes.byteLength === 0) throw refused('no-body', 'The request needs a body of JSON')
  if (!isJson(request.headers.get('content-type') ?? ''))
    throw new ProblemError(415, 'no-json', 'The body must be application/json')
  const body = parse(decode(bytes))
  checkStorable(body)
  return body
}

const tooLarge = () =>
  new ProblemError(413, 'too-large', `The body must have at most ${LARGEST_BODY / 1024} KB`)

const decode = (bytes: ArrayBuffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw refused('broken-text', 'The body is no UTF-8')
  }
}
