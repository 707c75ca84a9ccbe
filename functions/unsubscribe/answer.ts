import { languageFor, type PageName, pageOf } from '#functions/unsubscribe/pages.ts'

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

/** In bytes: a one-click request has 26, as multipart/form-data some 200; a filled form not much more. */
const LARGEST_BODY = 2_048

/**
 * The pages load nothing, run nothing, are kept nowhere and tell no other site where they were: their address is a key.
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

const METHODS = ['GET', 'HEAD', 'POST']

/**
 * A page in the reader's language.
 * @param token of the link, where it is one of ours: pages that lead on need it
 */
export const answerWith = (
  status: number,
  page: PageName,
  { method, acceptLanguage }: Pick<PageRequest, 'method' | 'acceptLanguage'>,
  token?: string,
): PageAnswer => {
  const language = languageFor(acceptLanguage)
  return {
    status,
    headers: {
      ...headers,
      'content-language': language,
      ...(status === 405 ? { allow: METHODS.join(', ') } : {}),
    },
    body: method === 'HEAD' ? '' : pageOf(page, language, token),
  }
}

/** What is refused before anybody looks at what it says. @returns undefined for all else */
export const refusalOf = (request: PageRequest): PageAnswer | undefined => {
  if (!METHODS.includes(request.method)) return answerWith(405, 'unusable', request)
  return request.body.length > LARGEST_BODY ? answerWith(413, 'unusable', request) : undefined
}

/** What a form says, in either encoding that a form or a mail program chooses from; undefined for what is no form. */
export const formOf = async ({ body, contentType = '' }: PageRequest): Promise<FormData | undefined> => {
  try {
    return await new Response(Buffer.from(body), { headers: { 'content-type': contentType } }).formData()
  } catch {
    return undefined
  }
}
