import type * as z from 'zod/mini'
import { accountChanged } from '#events/account-changed.ts'
import { bankEventBatch, batchMemberSchema } from '#events/bank-event-batch.ts'
import { birthdayReached } from '#events/birthday-reached.ts'
import { cardChanged } from '#events/card-changed.ts'
import { cardExpiryApproaching } from '#events/card-expiry-approaching.ts'
import type { BankEventContract } from '#events/contract.ts'
import { conversionRecorded } from '#events/conversion-recorded.ts'
import { customerProfileChanged } from '#events/customer-profile-changed.ts'
import { largeDepositDetected } from '#events/large-deposit-detected.ts'
import { largeWithdrawalDetected } from '#events/large-withdrawal-detected.ts'
import { lowBalanceDetected } from '#events/low-balance-detected.ts'
import { refusalOf, safeName } from '#events/refusal.ts'
import { transactionPosted } from '#events/transaction-posted.ts'
import { REFUSED, type ValidInput, validInput } from '#events/valid-input.ts'

/** Every event that Bellwether knows, in the order of the catalogue. */
export const bankEventContracts = [
  customerProfileChanged,
  accountChanged,
  cardChanged,
  transactionPosted,
  lowBalanceDetected,
  largeWithdrawalDetected,
  largeDepositDetected,
  cardExpiryApproaching,
  birthdayReached,
  conversionRecorded,
  bankEventBatch,
] as const

type AnyContract = (typeof bankEventContracts)[number]
type EventOf<C extends AnyContract> = C extends AnyContract
  ? { readonly detailType: C['name']; readonly detail: z.output<C['detailSchema']> }
  : never

/** One valid event of the bank, or a batch of events that nobody has looked at yet. */
export type BankEventOrBatch = EventOf<AnyContract>
export type BankEventBatchEvent = Extract<BankEventOrBatch, { detailType: 'BankEventBatch' }>
/** One valid event of the bank. */
export type BankEvent = Exclude<BankEventOrBatch, BankEventBatchEvent>
export type BankEventName = BankEvent['detailType']
/** The event of one name, e.g. `BankEventNamed<'TransactionPosted'>`. */
export type BankEventNamed<Name extends BankEventName> = Extract<BankEvent, { detailType: Name }>

export type ParseResult<Event> =
  | { readonly ok: true; readonly event: Event }
  /** `reason` says where and what was expected, never a value of the event. */
  | { readonly ok: false; readonly reason: string }

const contractsByName: ReadonlyMap<
  string,
  Pick<BankEventContract, 'detailSchema'> & { valid: ValidInput<unknown> }
> = new Map(
  bankEventContracts.map(({ name, detailSchema }) => [
    name,
    { detailSchema, valid: validInput(detailSchema) },
  ]),
)
const validMember = validInput(batchMemberSchema)

const refuse = (reason: string) => ({ ok: false, reason }) as const

/**
 * Judges one event by its contract. Fields that no contract knows are dropped. Never throws, whatever comes.
 *
 * @param detailType the EventBridge entry's `detail-type`
 * @param detail the entry's `detail`, parsed from JSON
 */
export const parseBankEvent = (detailType: unknown, detail: unknown): ParseResult<BankEventOrBatch> => {
  if (typeof detailType !== 'string') return refuse('detail-type: expected string')
  const contract = contractsByName.get(detailType)
  if (contract === undefined) return refuse(`unknown detail-type ${safeName(detailType)}`)
  const valid = contract.valid(detail)
  // The map cannot say which name has which shape; the list that it was made from does.
  if (valid !== REFUSED) return { ok: true, event: { detailType, detail: valid } as BankEventOrBatch }
  const result = contract.detailSchema.safeParse(detail)
  if (!result.success) return refuse(refusalOf(result.error.issues, 'detail'))
  return { ok: true, event: { detailType, detail: result.data } as BankEventOrBatch }
}

const frameOf = (member: unknown) => {
  const valid = validMember(member)
  if (valid !== REFUSED) return { ok: true, frame: valid } as const
  const frame = batchMemberSchema.safeParse(member)
  return frame.success
    ? ({ ok: true, frame: frame.data } as const)
    : refuse(refusalOf(frame.error.issues, 'member'))
}

/**
 * Judges one member of a batch.
 *
 * @param member one of `BankEventBatch`'s `data.events`
 */
export const parseBatchMember = (member: unknown): ParseResult<BankEvent> => {
  const frame = frameOf(member)
  if (!frame.ok) return frame
  const { detailType, detail } = frame.frame
  if (detailType === bankEventBatch.name) return refuse('detailType: expected no batch inside a batch')
  // A batch was refused just above.
  return parseBankEvent(detailType, detail) as ParseResult<BankEvent>
}
