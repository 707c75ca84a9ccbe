import { languageFor, ONE_CLICK, type PageName, pageOf } from '#functions/unsubscribe/pages.ts'
import { readUnsubscription, type Unsubscription } from '#shared/domain/unsubscribe/token.ts'
import type { Counters } from '#shared/ports/counters.ts'
import type { UnsubscribeKeys } from '#shared/ports/unsubscribe-keys.ts'
import type { Unsubscriptions } from '#shared/ports/unsubscriptions.ts'

export interface UnsubscribeDependencies {
  readonly keys: UnsubscribeKeys
  readonly unsubscriptions: Unsubscriptions
  readonly now: () => Date
  readonly counters: Counters
}

/** A request as it came from anybody. */
export interface PageRequest {
  readonly method: string
  readonly token: string
  readonly body: Uint8Array
  readonly contentType?: string | undefined
  readonly acceptLanguage?: string | undefined
}

export interface PageAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** In bytes: a one-click request has 26, as multipart/form-data some 200. */
const LARGEST_BODY = 2_048

/**
 * The page loads nothing, runs nothing, is kept nowhere and tells no other site where it was: its address is a key.
 */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
  vary: 'accept-language',
}

const ALLOWED = 'GET, HEAD, POST'

/** A page in the reader's language. */
export const answerWith = (
  status: number,
  page: PageName,
  { method, acceptLanguage }: Pick<PageRequest, 'method' | 'acceptLanguage'>,
): PageAnswer => {
  const language = languageFor(acceptLanguage)
  return {
    status,
    headers: { ...headers, 'content-language': language, ...(status === 405 ? { allow: ALLOWED } : {}) },
    body: method === 'HEAD' ? '' : pageOf(page, language),
  }
}

/** Both encodings that RFC 8058 lets a mail program choose from. */
const isOneClick = async ({ body, contentType = '' }: PageRequest): Promise<boolean> => {
  try {
    const form = await new Response(Buffer.from(body), {
      headers: { 'content-type': contentType },
    }).formData()
    return form.get(ONE_CLICK.name) === ONE_CLICK.value
  } catch {
    return false
  }
}

/**
 * The page behind the link in every marketing email, and what mail programs post to by themselves (RFC 8058). GET shows
 * what would end and changes nothing, because mail scanners follow links; POST acts at once. What is refused is refused
 * in the same words whatever is wrong with the token, and whether the customer exists is never asked.
 * @throws RetryableError and what the database throws
 */
export const unsubscribe = (dependencies: UnsubscribeDependencies) => {
  const { keys, unsubscriptions, now, counters } = dependencies

  const act = async (unsubscription: Unsubscription): Promise<void> => {
    const changed = await unsubscriptions.keep(unsubscription, now())
    counters.count(changed ? 'Unsubscribed' : 'UnsubscribedAlready')
  }

  return async (request: PageRequest): Promise<PageAnswer> => {
    const { method, token, body } = request
    if (!['GET', 'HEAD', 'POST'].includes(method)) return answerWith(405, 'unusable', request)
    if (body.length > LARGEST_BODY) return answerWith(413, 'unusable', request)
    if (method === 'POST' && !(await isOneClick(request))) return answerWith(400, 'unusable', request)
    const unsubscription = readUnsubscription(token, await keys.keyring())
    if (!unsubscription) {
      counters.count('UnsubscribeRefused')
      return answerWith(404, 'unusable', request)
    }
    if (method !== 'POST') return answerWith(200, 'ask', request)
    await act(unsubscription)
    return answerWith(200, 'done', request)
  }
}
