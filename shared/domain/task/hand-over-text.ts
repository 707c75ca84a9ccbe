import type { ReasonCode } from '#shared/domain/decision/reason-codes.ts'

/** Hours within which a person speaks to the customer, where the campaign does not say. */
export const HAND_OVER_HOURS = 72

type Text = Readonly<Record<'en' | 'zh-CN', string>>

const reasons: Readonly<Partial<Record<ReasonCode, Text>>> = {
  'care-first': {
    en: 'An older or vulnerable customer withdrew a large amount. Ask whether all is well, and about scams, before anything else. Offer nothing.',
    'zh-CN': '年长或弱势客户发生大额支出。请先致电关怀，了解是否遇到诈骗；请勿推销任何产品。',
  },
  'senior-risk': {
    en: 'The product is above risk R2 and the customer is a senior, or the age is unknown: advise in person, send nothing.',
    'zh-CN': '该产品风险等级高于 R2，且客户为年长客户或年龄未知：请当面沟通，不得自动发送。',
  },
}

const titles: Text = {
  en: 'Speak to the customer in person',
  'zh-CN': '请亲自联系客户',
}

/** What a manager reads of a message that a rule hands over to a person, in en and zh-CN. */
export const handOverTask = (
  code: ReasonCode | undefined,
): { readonly title: Record<string, string>; readonly reason?: Record<string, string> } => {
  const reason = code && reasons[code]
  return { title: { ...titles }, ...(reason ? { reason: { ...reason } } : {}) }
}
