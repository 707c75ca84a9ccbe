import { type CampaignProblem, type Check, errorAt, quoted } from '#shared/domain/campaign/checks/problem.ts'
import { folded, shownText, type WrittenText, writtenTexts } from '#shared/domain/campaign/checks/texts.ts'

/** What turns a promise into the warning that supervisors ask for: 不保本, 非保本, 不承诺保本. */
const NOT_ZH =
  '(?<!不|非|不承诺|不承諾|不保证|不保證|不提供|不等于|不等於|不代表|不意味着|不存在|并无|没有|沒有)'
/** Words that end or begin with the same characters: 确保本行, 担保本人, 社保本月. */
const CAPITAL_ZH = '(?<![确確担擔社医醫投环環])保本(?![行人月次年周日季期公网])'
const NOT_EN = String.raw`(?<!\b(?:(?:not|no|never|without|nor)(?: an?| any| be| provide| offer)?|no \w+ (?:is|are)) )`
const NOT_CS = String.raw`(?<!\b(?:ne|neni|nejsou|nikoli|zadny|nenabizime)(?: to)? )`
const RETURN_EN = '(?:returns?|profits?|gains?|yields?|income|earnings)'

/** Promises of returns in folded text (RULES 15): Chinese, English, Czech. */
const PROMISES: readonly RegExp[] = [
  new RegExp(NOT_ZH + CAPITAL_ZH),
  new RegExp(`${NOT_ZH}(?:保(?:证|證|障)?(?:收益|盈利|回报|回報|赚|賺|息)|保值增值)`),
  new RegExp(`${NOT_ZH}(?:稳赚|穩賺|稳赢|必赚|必賺|包赚|只赚不赔|只賺不賠|躺赚)`),
  new RegExp(
    `${NOT_ZH}(?:零|(?<!\\d)0|无|無|没有|沒有|毫无)(?:任何)?(?:投资)?(?:风险|風險)(?!评估|测评|承受|提示|等级)`,
  ),
  new RegExp(`${NOT_ZH}(?:本金无忧|收益(?:有)?保(?:证|障)|旱涝保收|刚性兑付)`),
  new RegExp(`${NOT_EN}\\bguaranteed? (?:\\w+ ){0,3}?${RETURN_EN}\\b`),
  new RegExp(`\\b${RETURN_EN} (?:is|are|of [^.]{0,20} (?:is|are)) guaranteed\\b`),
  new RegExp(
    `${NOT_EN}\\b(?:risk ?[-‐-―]? ?free|free of risk|without (?:any )?risks?|zero[-‐-― ]risk|no[-‐-― ]risk)\\b(?! (?:assessment|profile|rating|questionnaire|level))`,
  ),
  new RegExp(`${NOT_EN}\\b(?:can(?:no|')t|cannot|never|can not) (?:lose|go wrong)\\b`),
  new RegExp(`${NOT_EN}\\b(?:sure profit|certain profit|capital guarantee|guaranteed capital)`),
  new RegExp(`${NOT_CS}\\b(?:za|ga)r(?:uc|ant)\\w*(?: \\w+){0,2}? (?:vynos|zisk|zhodnoceni)`),
  /(?<!\bne)\b(?:vynos|zisk|zhodnoceni)\w* (?:je|mate|jsou) (?:zaruc|garant)/,
  new RegExp(`${NOT_CS}\\b(?:bez (?:jakehokoliv? )?rizik|bezrizikov|nulove riziko|jisty (?:vynos|zisk))`),
]

/** Punctuation and signs inside a Chinese word hide it from a search, but not from a reader: 保-本, 保·本. */
const withoutSigns = (text: string): string =>
  text.replace(/(?<=\p{Script=Han})[\p{Pd}\p{Pc}·・*.+_|/~]+(?=\p{Script=Han})/gu, '')

/** RULES 15, of one text: as it is written, or as it was rendered. */
export const promisesIn = (text: WrittenText): CampaignProblem[] => {
  const shown = withoutSigns(folded(shownText(text, '')))
  const promise = PROMISES.map((pattern) => pattern.exec(shown)?.[0]).find(Boolean)
  return promise === undefined
    ? []
    : [
        errorAt(
          text.path,
          'promise-of-returns',
          `${quoted(promise)} promises a return or denies the risk, which marketing never may (rule 15)`,
        ),
      ]
}

/** RULES 15: nothing in marketing promises a return, or that there is no risk. */
export const promiseProblems: Check = (campaign) =>
  campaign.purpose === 'marketing' ? writtenTexts(campaign).flatMap(promisesIn) : []
