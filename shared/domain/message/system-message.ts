import type { Campaign } from '#shared/domain/campaign/campaign.ts'

/** Ids of campaigns must not begin like this: such messages are the engine's own. */
export const SYSTEM_PREFIX = 'system-'

/** Answers an opt-out by SMS, once (RULES 3). */
export const OPT_OUT_CONFIRMATION = 'system-opt-out-confirmation'

/** What of a campaign a message is written from. */
export type WrittenMessage = Pick<Campaign, 'name' | 'messages' | 'variants'>

/** No marketing in it: that it is done, and how to take it back. */
const optOutConfirmation: WrittenMessage = {
  name: 'Confirmation of an opt-out by SMS',
  variants: [],
  messages: {
    en: {
      sms: {
        text: '{{ bank.name }}: We will send you no more SMS. If you want them again, call {{ bank.supportPhone }}.',
      },
    },
    'zh-CN': {
      sms: {
        text: '【{{ bank.name }}】您已退订，我们不会再向您发送短信。如需恢复，请致电{{ bank.supportPhone }}。',
      },
    },
  },
}

const systemMessages: ReadonlyMap<string, WrittenMessage> = new Map([
  [OPT_OUT_CONFIRMATION, optOutConfirmation],
])

/**
 * What a message of the engine's own says, in the languages that are built in.
 * @returns undefined for a message of a campaign
 */
export const systemMessageOf = ({
  campaignId,
}: {
  readonly campaignId: string
}): WrittenMessage | undefined => systemMessages.get(campaignId)
