import type { Channel } from '#shared/domain/vocabulary.ts'

/** Who wrote the page's words; the first one is for everybody else. */
export const languages = ['en', 'zh'] as const
export type Language = (typeof languages)[number]

/**
 * What a page says: `ask` has a button, `choose` and `choose-one` (nothing was ticked) have a form. None of them names
 * anybody, or says what anybody has chosen before.
 */
export type PageName = 'ask' | 'done' | 'choose' | 'choose-one' | 'chosen' | 'unusable' | 'later'

interface Words {
  readonly title: string
  readonly text: string
}

interface Labels {
  /** Of the button that unsubscribes from the link's own channel. */
  readonly button: string
  /** Of the link from there to the other channels. */
  readonly more: string
  readonly channels: Readonly<Record<Channel, string>>
  readonly stopChosen: string
  readonly stopAll: string
}

const words: Readonly<Record<Language, Readonly<Record<PageName, Words>> & Labels>> = {
  en: {
    button: 'Stop marketing messages',
    more: 'Stop marketing by other channels, too',
    channels: { email: 'Email', sms: 'SMS', inapp: 'Messages in the app' },
    stopChosen: 'Stop marketing by what I ticked',
    stopAll: 'Stop all marketing',
    ask: {
      title: 'Unsubscribe?',
      text: 'You will get no more marketing messages by this channel. Messages about your own accounts and cards still come.',
    },
    done: {
      title: 'You are unsubscribed',
      text: 'You will get no more marketing messages by this channel. Messages about your own accounts and cards still come.',
    },
    choose: {
      title: 'Which marketing should stop?',
      text: 'Tick what should bring no more marketing. What you stopped before stays stopped, ticked or not. Messages about your own accounts and cards still come.',
    },
    'choose-one': {
      title: 'Nothing was ticked',
      text: 'Nothing has changed. Tick at least one, or stop all marketing at once.',
    },
    chosen: {
      title: 'It is stopped',
      text: 'You will get no more marketing messages by what you chose. Messages about your own accounts and cards still come.',
    },
    unusable: {
      title: 'This link does not work',
      text: 'Please open the link in the email once more, or tell your bank that you wish to unsubscribe.',
    },
    later: {
      title: 'This did not work',
      text: 'Please try again in a few minutes, or tell your bank that you wish to unsubscribe.',
    },
  },
  zh: {
    button: '停止接收营销信息',
    more: '同时停止其他渠道的营销信息',
    channels: { email: '电子邮件', sms: '短信', inapp: '应用内消息' },
    stopChosen: '停止所选渠道的营销信息',
    stopAll: '停止全部营销信息',
    ask: {
      title: '是否退订？',
      text: '退订后，您将不再通过此渠道收到营销信息；与您账户和银行卡有关的通知仍会发送。',
    },
    done: { title: '退订成功', text: '您将不再通过此渠道收到营销信息；与您账户和银行卡有关的通知仍会发送。' },
    choose: {
      title: '停止哪些营销信息？',
      text: '请勾选不再接收营销信息的渠道。此前已停止的渠道无论是否勾选都保持停止；与您账户和银行卡有关的通知仍会发送。',
    },
    'choose-one': { title: '未勾选任何渠道', text: '未作任何更改。请至少勾选一项，或停止全部营销信息。' },
    chosen: {
      title: '已停止',
      text: '您将不再通过所选渠道收到营销信息；与您账户和银行卡有关的通知仍会发送。',
    },
    unusable: { title: '链接无效', text: '请重新打开邮件中的链接，或联系您的银行办理退订。' },
    later: { title: '操作未完成', text: '请几分钟后重试，或联系您的银行办理退订。' },
  },
}

/** What the button sends is what a mail program sends by itself (RFC 8058, section 3.2). */
export const ONE_CLICK = { name: 'List-Unsubscribe', value: 'One-Click' } as const

const askForm = ({ button }: Labels): string =>
  `<form method="post"><button name="${ONE_CLICK.name}" value="${ONE_CLICK.value}">${button}</button></form>`

/** No box is ticked: the page knows nobody. */
const chooseForm = ({ channels, stopChosen, stopAll }: Labels): string => {
  const boxes = Object.entries(channels).map(
    ([channel, label]) =>
      `<p><label><input type="checkbox" name="channel" value="${channel}"> ${label}</label></p>`,
  )
  const button = (value: string, label: string) =>
    `<p><button name="stop" value="${value}">${label}</button></p>`
  return `<form method="post">${boxes.join('')}${button('chosen', stopChosen)}${button('all', stopAll)}</form>`
}

/** Both pages stand beside each other: `/u/TOKEN` and `/p/TOKEN`. A token of ours has nothing that HTML would mind. */
const linkTo = (token: string, { more }: Labels): string => `<p><a href="../p/${token}">${more}</a></p>`

const restOf = (name: PageName, labels: Labels, token: string | undefined): string => {
  const more = token === undefined ? '' : linkTo(token, labels)
  if (name === 'ask') return `${askForm(labels)}${more}`
  if (name === 'done') return more
  return name === 'choose' || name === 'choose-one' ? chooseForm(labels) : ''
}

/**
 * A whole page without a script, a style, an image or a word from outside.
 * @param token of the link, verified, where the page is to lead on to the other channels
 */
export const pageOf = (name: PageName, language: Language, token?: string): string => {
  const { title, text } = words[language][name]
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title></head><body><main><h1>${title}</h1><p>${text}</p>`,
    restOf(name, words[language], token),
    '</main></body></html>',
  ].join('')
}

const weightOf = (parameters: readonly string[]): number => {
  const weight = parameters.map((each) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/i.exec(each)?.[1]).find(Boolean)
  return weight === undefined ? 1 : Number(weight)
}

/** The language that an `Accept-Language` header asks for first (RFC 9110, section 12.5.4), as far as we write it. */
export const languageFor = (acceptLanguage = ''): Language => {
  const wanted = acceptLanguage
    .slice(0, 200)
    .split(',')
    .flatMap((range) => {
      const [tag = '', ...parameters] = range.split(';')
      const language = languages.find((each) => tag.trim().toLowerCase().split('-')[0] === each)
      const weight = weightOf(parameters)
      return language === undefined || weight === 0 ? [] : [{ language, weight }]
    })
  return wanted.sort((a, b) => b.weight - a.weight)[0]?.language ?? languages[0]
}
