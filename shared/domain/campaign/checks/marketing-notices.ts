import { type CampaignProblem, type Check, errorAt } from '#shared/domain/campaign/checks/problem.ts'
import { folded, shownText, type WrittenText, writtenTexts } from '#shared/domain/campaign/checks/texts.ts'

const output = (variable: string): RegExp =>
  new RegExp(`\\{\\{-?\\s*${variable.replaceAll('.', '\\s*\\.\\s*')}\\s*(?:\\|[^}]*)?-?\\}\\}`)

const UNSUBSCRIBE = output('unsubscribe.url')
const ADDRESS = output('bank.postalAddress')
const SENDER = output('bank.name')

/**
 * How to stop, said with a word that stops at once in a reply (RULES 3). `stop` in small letters is also a word of
 * ordinary sentences, and so are `end` and `cancel`: these count where they follow the request to reply.
 */
const OPT_OUT = [
  /\bSTOP\b|\b(?:opt(?:ing)?[- ]?out|unsubscribe)\b|退订|退訂|拒收/,
  /\b(?:reply|text|send|odpove[zd]te|poslete|odeslete)\W+(?:with |sms )?(?:stop|quit|end|revoke|opt out|cancel|td?|n|r)\b/,
  /(?:回复|回覆|回|发送|發送) ?["'“”「【]?(?:td?|n|r)(?![a-z])/,
]

const saysHowToStop = (text: WrittenText): boolean => {
  const shown = shownText(text, ' ')
  const readings = [shown.normalize('NFKC'), folded(shown)]
  return OPT_OUT.some((pattern) => readings.some((reading) => pattern.test(reading)))
}

const missing = (text: WrittenText, what: RegExp, code: string, message: string): CampaignProblem[] =>
  what.test(text.text.replace(/\{%-?\s*comment\b[\s\S]*?endcomment\s*-?%\}|<!--[\s\S]*?-->/gi, ''))
    ? []
    : [errorAt(text.path, code, message)]

const emailProblems = (text: WrittenText): CampaignProblem[] =>
  text.part === 'subject'
    ? []
    : [
        ...missing(
          text,
          UNSUBSCRIBE,
          'unsubscribe-missing',
          'a marketing email shows how to unsubscribe: put {{ unsubscribe.url }} in it (rule 4)',
        ),
        ...missing(
          text,
          ADDRESS,
          'address-missing',
          "a marketing email carries the bank's address: put {{ bank.postalAddress }} in it (rule 4)",
        ),
      ]

const smsProblems = (text: WrittenText): CampaignProblem[] => [
  ...missing(
    text,
    SENDER,
    'sender-missing',
    'a marketing SMS says who writes: put {{ bank.name }} in it (rule 4)',
  ),
  ...(saysHowToStop(text)
    ? []
    : [
        errorAt(
          text.path,
          'opt-out-missing',
          'a marketing SMS says how to stop, for example "Reply STOP to opt out" or "回复T退订" (rule 4)',
        ),
      ]),
]

/** RULES 4: who writes, and how to stop it, in every language. */
export const marketingNoticeProblems: Check = (campaign) =>
  campaign.purpose === 'marketing'
    ? writtenTexts(campaign).flatMap((text) => {
        if (text.channel === 'email') return emailProblems(text)
        return text.channel === 'sms' ? smsProblems(text) : []
      })
    : []
