import { type Campaign, isTaskOnly } from '#shared/domain/campaign/campaign.ts'
import { languageProblems } from '#shared/domain/campaign/checks/languages.ts'
import {
  type CampaignProblem,
  type Check,
  errorAt,
  type Path,
  warningAt,
} from '#shared/domain/campaign/checks/problem.ts'
import { messagesOf } from '#shared/domain/campaign/variant.ts'
import { type Channel, channelSchema } from '#shared/domain/vocabulary.ts'

/** The last fallback: what a customer reads whose language is not written. */
const LAST_RESORT = 'en'

const channelProblems = ({ channels }: Campaign): CampaignProblem[] =>
  channels.flatMap((channel, index) =>
    channels.indexOf(channel) < index
      ? [errorAt(['channels', index], 'channel-repeated', `"${channel}" is listed twice`)]
      : [],
  )

/** Each listed channel, in English and in every other language that is written. */
const missingTemplates = (
  path: Path,
  channels: readonly Channel[],
  messages: Campaign['messages'],
): CampaignProblem[] =>
  [...new Set([LAST_RESORT, ...Object.keys(messages)])].flatMap((language) =>
    channels
      .filter((channel) => !messages[language]?.[channel])
      .map((channel) =>
        errorAt(
          [...path, language, channel],
          'template-missing',
          `"${channel}" is listed in "channels" but not written in ${language}`,
        ),
      ),
  )

const unusedTemplates = (
  path: Path,
  channels: readonly Channel[],
  messages: Campaign['messages'],
): CampaignProblem[] =>
  Object.entries(messages).flatMap(([language, templates]) =>
    channelSchema.options
      .filter((channel) => templates[channel] && !channels.includes(channel))
      .map((channel) =>
        warningAt(
          [...path, language, channel],
          'template-unused',
          `"${channel}" is written but not listed in "channels"`,
        ),
      ),
  )

const variantMessages = (campaign: Campaign): CampaignProblem[] =>
  campaign.variants.flatMap((variant, index) => {
    const path: Path = ['variants', index, 'messages']
    const added = Object.keys(variant.messages).filter((language) => !campaign.messages[language])
    const complete = messagesOf(campaign, variant.id)
    // What the campaign itself lacks is said once, of the campaign.
    const own = Object.fromEntries(added.flatMap((tag) => (complete[tag] ? [[tag, complete[tag]]] : [])))
    return [
      ...languageProblems(path, variant.messages),
      ...missingTemplates(path, campaign.channels, { [LAST_RESORT]: complete[LAST_RESORT] ?? {}, ...own }),
      ...unusedTemplates(path, campaign.channels, variant.messages),
    ]
  })

/** A language or channel that only the variants write is complete where each of them does. */
const campaignMessages = (campaign: Campaign): CampaignProblem[] => {
  const { channels, messages, variants } = campaign
  const missing = missingTemplates(['messages'], channels, messages)
  if (variants.length === 0) return missing
  const overlaid = variants.map(({ id }) => messagesOf(campaign, id))
  return missing.filter(({ path }) => {
    const [, language = '', channel] = path.split('.')
    return !overlaid.every((all) => all[language]?.[channel as Channel])
  })
}

/** Every channel is written in every language, also as each variant has it. */
export const messageProblems: Check = (campaign) => {
  const { channels, messages } = campaign
  if (isTaskOnly(campaign))
    return channels.length === 0 && Object.keys(messages).length === 0
      ? []
      : [
          warningAt(
            ['messages'],
            'without-effect',
            'the task takes the place of every message: none of these is sent',
          ),
        ]
  if (channels.length === 0)
    return [
      errorAt(
        ['channels'],
        'no-channel',
        'nothing can be sent: list a channel, or let a task take its place',
      ),
    ]
  return [
    ...languageProblems(['messages'], messages),
    ...channelProblems(campaign),
    ...campaignMessages(campaign),
    ...unusedTemplates(['messages'], channels, messages),
    ...variantMessages(campaign),
  ]
}
