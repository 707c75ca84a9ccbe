/** Who wrote the page's words; the first one is for everybody else. */
export const languages = ['en', 'zh'] as const
export type Language = (typeof languages)[number]

/** What a page says: `ask` has the button. None of them names anybody. */
export type PageName = 'ask' | 'done' | 'unusable' | 'later'

interface Words {
  readonly title: string
  readonly text: string
}

const words: Readonly<Record<Language, Readonly<Record<PageName, Words>> & { readonly button: string }>> = {
  en: {
    button: 'Stop marketing messages',
    ask: {
      title: 'Unsubscribe?',
      text: 'You will get no more marketing messages by this channel. Messages about your own accounts and cards still come.',
    },
    done: {
      title: 'You are unsubscribed',
      text: 'You will get no more marketing messages by this channel. Messages about your own accounts and cards still come.',
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
    ask: {
      title: '是否退订？',
      text: '退订后，您将不再通过此渠道收到营销信息；与您账户和银行卡有关的通知仍会发送。',
    },
    done: { title: '退订成功', text: '您将不再通过此渠道收到营销信息；与您账户和银行卡有关的通知仍会发送。' },
    unusable: { title: '链接无效', text: '请重新打开邮件中的链接，或联系您的银行办理退订。' },
    later: { title: '操作未完成', text: '请几分钟后重试，或联系您的银行办理退订。' },
  },
}

/** What the button sends is what a mail program sends by itself (RFC 8058, section 3.2). */
export const ONE_CLICK = { name: 'List-Unsubscribe', value: 'One-Click' } as const

const formOf = (button: string): string =>
  `<form method="post"><button name="${ONE_CLICK.name}" value="${ONE_CLICK.value}">${button}</button></form>`

/** A whole page without a script, a style, an image or a word from outside. */
export const pageOf = (name: PageName, language: Language): string => {
  const { title, text } = words[language][name]
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title></head><body><main><h1>${title}</h1><p>${text}</p>`,
    name === 'ask' ? formOf(words[language].button) : '',
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
