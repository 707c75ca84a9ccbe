import * as z from 'zod/mini'

/** Why a customer is written to. Property of the content, not a wish (RULES 1). */
export const purposeSchema = z.enum(['service', 'marketing'])
export type Purpose = z.infer<typeof purposeSchema>

/** Ways a message can go. `phone` stands in consents only: a person calls, Bellwether does not. */
export const channelSchema = z.enum(['email', 'sms', 'inapp'])
export type Channel = z.infer<typeof channelSchema>

const moments = [
  'LowBalance',
  'LargeWithdrawal',
  'LargeDeposit',
  'CardExpiring',
  'Birthday',
  'SalaryArrived',
  'NewCustomer',
  'AssetTierRaised',
  'LoanNearlyRepaid',
] as const

/** Moments that matter for one customer. */
export const momentSchema = z.enum(moments)

/** What is decided about: a moment, or the occurrence of one campaign's schedule (it carries the `campaignId`). */
export const signalTypeSchema = z.enum([...moments, 'Scheduled'])
export type SignalType = z.infer<typeof signalTypeSchema>

/** How much of the customer's money is with the bank; bounds in settings. */
export const assetTierSchema = z.enum(['mass', 'wealth', 'private'])
export type AssetTier = z.infer<typeof assetTierSchema>

/** Money as everywhere in Bellwether: whole minor units (cents, haléř) and an ISO 4217 code. */
export const moneySchema = z.object({ minorUnits: z.int(), currency: z.string() })
export type Money = z.infer<typeof moneySchema>

/** A fact's value that conditions and templates can read. */
export const factSchema = z.union([z.string(), z.number(), z.boolean(), moneySchema])
export type Fact = z.infer<typeof factSchema>
