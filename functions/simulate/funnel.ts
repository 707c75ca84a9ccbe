import type { Candidacy } from '#functions/simulate/ledger.ts'
import { type ReasonCode, reasonCodeSchema } from '#shared/domain/decision/reason-codes.ts'
import { gateOf, gateSteps } from '#shared/domain/explain/gate-steps.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import type { CampaignReport } from '#shared/domain/simulation/report.ts'

type Step = CampaignReport['funnel'][number]

const gateOrder = new Map<string, number>(gateSteps.map(({ gate }, index) => [gate, index]))
const placeOf = (code: ReasonCode): number => gateOrder.get(gateOf[code]) ?? 0

/** The codes in the order in which the engine asks. */
const codes: readonly ReasonCode[] = [...reasonCodeSchema.options].sort(
  (left, right) => placeOf(left) - placeOf(right),
)

/** Whether another message, through the next channel, has taken its place. */
const hasSuccessor = ({ history }: MessageEntry): boolean =>
  history.at(-1)?.note?.startsWith('fallback-') ?? false

const wentOut = ({ state }: MessageEntry): boolean => state === 'sent' || state === 'delivered'

/** Why messages did not go out, by code, in an order of their own. */
const undelivered = (messages: readonly MessageEntry[]): [code: string, fell: number][] => {
  const fell = new Map<string, number>()
  for (const message of messages) {
    if (wentOut(message) || hasSuccessor(message)) continue
    const code = message.reason ?? message.state
    fell.set(code, (fell.get(code) ?? 0) + 1)
  }
  return [...fell].sort(([left], [right]) => (left < right ? -1 : 1))
}

/**
 * Where a campaign's moments fell, from the first gate to the provider: through the gates, against other campaigns, as a
 * task without a message, and at delivery.
 * @param messages all of the campaign's
 */
export const funnelOf = (
  { considered, won, outranked, fell }: Candidacy,
  messages: readonly MessageEntry[],
): Step[] => {
  const planned = messages.filter(({ fallbackFrom }) => fallbackFrom === undefined).length
  const all: [step: string, code: string, fell: number][] = [
    ...codes.map((code): [string, string, number] => [gateOf[code], code, fell.get(code) ?? 0]),
    ['arbitration', 'outranked', outranked],
    ['action', 'task-only', won - planned],
    ...undelivered(messages).map(([code, number]): [string, string, number] => ['delivery', code, number]),
  ]
  let left = considered
  return all.flatMap(([step, code, number]) => {
    left -= number
    return number > 0 ? [{ step, code, fell: number, left }] : []
  })
}
