import {
  answerWith,
  formOf,
  type PageAnswer,
  type PageRequest,
  refusalOf,
} from '#functions/unsubscribe/answer.ts'
import { ONE_CLICK } from '#functions/unsubscribe/pages.ts'
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

/** Keeps what a customer said, and counts it; what was said before changes nothing. */
export const keepUnsubscription =
  ({ unsubscriptions, now, counters }: UnsubscribeDependencies) =>
  async (unsubscription: Unsubscription): Promise<void> => {
    const changed = await unsubscriptions.keep(unsubscription, now())
    counters.count(changed ? 'Unsubscribed' : 'UnsubscribedAlready')
  }

/**
 * The page behind the link in every marketing email, and what mail programs post to by themselves (RFC 8058). GET shows
 * what would end and changes nothing, because mail scanners follow links; POST acts at once. What is refused is refused
 * in the same words whatever is wrong with the token, and whether the customer exists is never asked.
 * @throws RetryableError and what the database throws
 */
export const unsubscribe = (dependencies: UnsubscribeDependencies) => {
  const { keys, counters } = dependencies
  const keep = keepUnsubscription(dependencies)

  return async (request: PageRequest): Promise<PageAnswer> => {
    const { method, token } = request
    const refusal = refusalOf(request)
    if (refusal) return refusal
    if (method === 'POST' && (await formOf(request))?.get(ONE_CLICK.name) !== ONE_CLICK.value)
      return answerWith(400, 'unusable', request)
    const unsubscription = readUnsubscription(token, await keys.keyring())
    if (!unsubscription) {
      counters.count('UnsubscribeRefused')
      return answerWith(404, 'unusable', request)
    }
    if (method !== 'POST') return answerWith(200, 'ask', request, token)
    await keep(unsubscription)
    return answerWith(200, 'done', request, token)
  }
}
