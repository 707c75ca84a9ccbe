import type { Told, Words } from '#shared/domain/explain/words/words.ts'

/** A clause for what a signal may or may not carry. */
const ifTold = (value: string | undefined, say: (value: string) => string): string =>
  value === undefined ? '' : say(value)

const account = (told: Told): string => ifTold(told('accountId'), (id) => ` ${id} `)

const usual = (told: Told): string =>
  ifTold(
    told('usualLargest'),
    (largest) => `；按该客户近 ${told('months') ?? '数个月'}的记录，其通常最大金额为${largest}`,
  )

const amount = (told: Told): string => told('amount') ?? '金额未知'

export const signalsZh: Words['signals'] = {
  LowBalance: {
    name: '余额不足',
    happened: (told) =>
      `账户${account(told)}余额${ifTold(told('balance'), (balance) => `降至${balance}`) || '下降'}${ifTold(told('threshold'), (limit) => `，低于${limit}的提醒额度`)}。`,
  },
  LargeWithdrawal: {
    name: '大额支出',
    happened: (told) => `账户${account(told)}支出${amount(told)}${usual(told)}。`,
  },
  LargeDeposit: {
    name: '大额入账',
    happened: (told) => `账户${account(told)}入账${amount(told)}${usual(told)}。`,
  },
  CardExpiring: {
    name: '银行卡即将到期',
    happened: (told) =>
      `银行卡${ifTold(told('cardId'), (id) => ` ${id}`)}${ifTold(told('product'), (product) => `（${product}）`)}${ifTold(told('expiresOn'), (date) => `将于${date}到期`) || '即将到期'}${ifTold(told('daysLeft'), (days) => `，距到期还有 ${days}`)}。`,
  },
  Birthday: {
    name: '客户生日',
    happened: (told) =>
      `客户生日：${told('on') ?? '当日'}${ifTold(told('calendar'), (calendar) => `（${calendar}）`)}。`,
  },
  SalaryArrived: {
    name: '工资入账',
    happened: (told) => `账户${account(told)}工资入账${ifTold(told('amount'), (value) => value)}。`,
  },
  NewCustomer: {
    name: '新客户',
    happened: (told) => `客户${ifTold(told('on'), (date) => `于${date}`)}在本行开户。`,
  },
  AssetTierRaised: {
    name: '资产层级提升',
    happened: (told) =>
      `客户金融资产达到“${told('tier') ?? '未知'}”层级${ifTold(told('previousTier'), (tier) => `，此前为“${tier}”`)}。`,
  },
  LoanNearlyRepaid: {
    name: '贷款即将还清',
    happened: (told) =>
      `贷款账户${account(told)}欠款余额${ifTold(told('balance'), (balance) => `降至${balance}`) || '下降'}，低于本行设定额度。`,
  },
  Scheduled: {
    name: '定时活动',
    happened: (told) => `活动${ifTold(told('campaignId'), (id) => ` ${id} `)}到达计划执行时间。`,
  },
}
