import * as z from 'zod/mini'
import {
  answerWith,
  formOf,
  type PageAnswer,
  type PageRequest,
  refusalOf,
} from '#functions/unsubscribe/answer.ts'
import { keepUnsubscription, type UnsubscribeDependencies } from '#functions/unsubscribe/unsubscribe.ts'
import { readUnsubscription } from '#shared/domain/unsubscribe/token.ts'
import { type Channel, channelSchema } from '#shared/domain/vocabulary.ts'

const ALL = channelSchema.options

const choiceSchema = z.object({
  stop: z.enum(['chosen', 'all']),
  channels: z.array(channelSchema).check(z.maxLength(ALL.length)),
})

/** The channels that a filled form names, each once; undefined for what is no form of ours. */
const chosenBy = (form: FormData | undefined): readonly Channel[] | undefined => {
  const parsed = z.safeParse(choiceSchema, { stop: form?.get('stop'), channels: form?.getAll('channel') })
  if (!parsed.success) return undefined
  const { stop, channels } = parsed.data
  return stop === 'all' ? ALL : [...new Set(channels)]
}

/**
 * The page where a customer stops marketing by single channels, or by all at once; the same links open it as the page to
 * unsubscribe. It is blind: it reads nobody and shows no state, so that a forwarded email tells nothing about its
 * customer, and it can only stop, never start. What a link cannot do for its own channel it cannot do here either: the
 * customer is the one that the token names.
 * @throws RetryableError and what the database throws; what was kept until then stays, and may be sent again
 */
export const preferences = (dependencies: UnsubscribeDependencies) => {
  const { keys, counters } = dependencies
  const keep = keepUnsubscription(dependencies)

  return async (request: PageRequest): Promise<PageAnswer> => {
    const { method, token } = request
    const refusal = refusalOf(request)
    if (refusal) return refusal
    const chosen = method === 'POST' ? chosenBy(await formOf(request)) : []
    if (!chosen) return answerWith(400, 'unusable', request)
    const link = readUnsubscription(token, await keys.keyring())
    if (!link) {
      counters.count('UnsubscribeRefused')
      return answerWith(404, 'unusable', request)
    }
    if (method !== 'POST') return answerWith(200, 'choose', request)
    if (chosen.length === 0) return answerWith(400, 'choose-one', request)
    for (const channel of chosen) await keep({ ...link, channel })
    return answerWith(200, 'chosen', request)
  }
}
