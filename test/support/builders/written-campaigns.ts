/** Anything that a file may hold. */
export type Written = { readonly [key: string]: unknown }

/** A campaign of purpose `service` as somebody writes it: nothing is wrong with it. */
export const serviceCampaign: Written = {
  schema: 2,
  id: 'low-balance',
  version: 1,
  name: 'Low balance',
  status: 'live',
  purpose: 'service',
  trigger: { signals: [{ type: 'LowBalance' }] },
  expiresAfterHours: 24,
  channels: ['email', 'sms', 'inapp'],
  createdBy: 'Jana',
  approvedBy: 'Petr',
  messages: {
    en: {
      email: { subject: 'Your balance', text: 'Your balance is {{ signal.balance | money }}.' },
      sms: { text: '{{ bank.name }}: your balance is {{ signal.balance | money }}.' },
      inapp: { title: 'Your balance', text: 'It is {{ signal.balance | money }}.' },
    },
    'zh-CN': {
      email: { subject: '余额提醒', text: '您的余额为 {{ signal.balance | money }}。' },
      sms: { text: '【{{ bank.name }}】您的余额为 {{ signal.balance | money }}。' },
      inapp: { title: '余额提醒', text: '余额为 {{ signal.balance | money }}。' },
    },
  },
}

/** A campaign of purpose `marketing` for an investment: nothing is wrong with it. */
export const marketingCampaign: Written = {
  schema: 2,
  id: 'large-deposit',
  version: 1,
  name: 'Large deposit',
  status: 'live',
  purpose: 'marketing',
  offer: true,
  trigger: { signals: [{ type: 'LargeDeposit' }] },
  product: { code: 'FUND-1', kind: 'investment', risk: [2] },
  expiresAfterHours: 72,
  channels: ['email', 'sms'],
  createdBy: 'Jana',
  approvedBy: 'Petr',
  messages: {
    en: {
      email: {
        subject: 'Ideas for your savings',
        text: 'See what suits you. Unsubscribe: {{ unsubscribe.url }} {{ bank.postalAddress }}',
        html: '<p>See what suits you.</p><p><a href="{{ unsubscribe.url }}">Unsubscribe</a> {{ bank.postalAddress }}</p>',
      },
      sms: { text: '{{ bank.name }}: ideas for your savings. Reply STOP to opt out.' },
    },
    'zh-CN': {
      email: {
        subject: '为您的存款出谋划策',
        text: '看看什么适合您。退订：{{ unsubscribe.url }} {{ bank.postalAddress }}',
        html: '<p>看看什么适合您。</p><p><a href="{{ unsubscribe.url }}">退订</a> {{ bank.postalAddress }}</p>',
      },
      sms: { text: '【{{ bank.name }}】为您的存款出谋划策。回复T退订。' },
    },
  },
}

/** The same with what stands at a path, with dots, replaced; with undefined, taken out. */
export const changed = (written: Written, path: string, value: unknown): Written => {
  const copy = structuredClone(written)
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  let inner: object = copy
  for (const key of keys) {
    if (Reflect.get(inner, key) === undefined) Reflect.set(inner, key, {})
    inner = Reflect.get(inner, key)
  }
  if (value === undefined) Reflect.deleteProperty(inner, last)
  else Reflect.set(inner, last, value)
  return copy
}

/** Several changes, one after the other. */
export const changedBy = (written: Written, changes: Readonly<Record<string, unknown>>): Written =>
  Object.entries(changes).reduce((campaign, [path, value]) => changed(campaign, path, value), written)
