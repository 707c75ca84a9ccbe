import type { Told, Words } from '#shared/domain/explain/words/words.ts'

/** A clause for what a signal may or may not carry. */
const ifTold = (value: string | undefined, say: (value: string) => string): string =>
  value === undefined ? '' : say(value)

const account = (told: Told): string => ifTold(told('accountId'), (id) => ` of account ${id}`)

const usual = (told: Told): string =>
  ifTold(
    told('usualLargest'),
    (largest) =>
      `; the largest usual for this customer, by the last ${told('months') ?? 'few'} months, was ${largest}`,
  )

const moved = (told: Told, verb: string): string =>
  `${told('amount') ?? 'A large amount'} ${verb} ${ifTold(told('accountId'), (id) => `account ${id}`) || 'the account'}`

export const signalsEn: Words['signals'] = {
  LowBalance: {
    name: 'Low balance',
    happened: (told) =>
      `The balance${account(told)} fell${ifTold(told('balance'), (balance) => ` to ${balance}`)}${ifTold(told('threshold'), (limit) => `, below the limit of ${limit}`)}.`,
  },
  LargeWithdrawal: {
    name: 'Large withdrawal',
    happened: (told) => `${moved(told, 'left')}${usual(told)}.`,
  },
  LargeDeposit: {
    name: 'Large deposit',
    happened: (told) => `${moved(told, 'came into')}${usual(told)}.`,
  },
  CardExpiring: {
    name: 'Card about to expire',
    happened: (told) =>
      `The card${ifTold(told('cardId'), (id) => ` ${id}`)}${ifTold(told('product'), (product) => ` (${product})`)} expires${ifTold(told('expiresOn'), (date) => ` on ${date}`)}${ifTold(told('daysLeft'), (days) => `, ${days} after this moment`)}.`,
  },
  Birthday: {
    name: 'Birthday',
    happened: (told) =>
      `The customer's birthday is kept on ${told('on') ?? 'this day'}${ifTold(told('calendar'), (calendar) => ` (${calendar} calendar)`)}.`,
  },
  SalaryArrived: {
    name: 'Salary arrived',
    happened: (told) =>
      `A salary${ifTold(told('amount'), (amount) => ` of ${amount}`)} came in${ifTold(told('accountId'), (id) => ` on account ${id}`)}.`,
  },
  NewCustomer: {
    name: 'New customer',
    happened: (told) => `The customer joined the bank${ifTold(told('on'), (date) => ` on ${date}`)}.`,
  },
  AssetTierRaised: {
    name: 'Higher asset tier',
    happened: (told) =>
      `The customer's financial assets reached the tier “${told('tier') ?? 'not known'}”${ifTold(told('previousTier'), (tier) => `; before it was “${tier}”`)}.`,
  },
  LoanNearlyRepaid: {
    name: 'Loan nearly repaid',
    happened: (told) =>
      `The debt${account(told)} fell${ifTold(told('balance'), (balance) => ` to ${balance}`)}, below the bank's limit.`,
  },
  Scheduled: {
    name: 'Scheduled campaign',
    happened: (told) =>
      `The schedule of the campaign${ifTold(told('campaignId'), (id) => ` ${id}`)} was due.`,
  },
}
