import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod/mini'
import {
  answeredUpdate,
  failureUpdate,
  type LineUpdate,
  openingUpdate,
  reservationUpdate,
  restUpdate,
} from '#shared/adapters/dynamodb/line-updates.ts'
import { openingAfter } from '#shared/domain/delivery/breaker.ts'
import {
  type LineState,
  planReservation,
  restAfterThrottling,
  slotsBefore,
} from '#shared/domain/delivery/line.ts'
import type { ChannelOutcome } from '#shared/domain/delivery/provider-error.ts'
import type { CampaignStore } from '#shared/ports/campaign-store.ts'
import type { DeliveryLine, Reservation, Slot, SlotRequest } from '#shared/ports/delivery-line.ts'
import { lineKey } from '#shared/tables/campaigns.ts'

export interface DeliveryLineOptions {
  readonly documentClient: DynamoDBDocumentClient
  readonly tableName: string
  /** Says what each account allows. */
  readonly campaigns: Pick<CampaignStore, 'settings'>
  /** Wall clock in epoch milliseconds, in a replay too: providers live by it. */
  readonly now: () => number
}

const stateSchema = z.object({
  next: z.optional(z.number()),
  failures: z.optional(z.number()),
  openUntil: z.optional(z.number()),
  opens: z.optional(z.number()),
})

/** Others took what was free so often in a row that this one waits a little first: tries, and milliseconds. */
const TRIES = 4
const BREATH = 20

interface Written {
  readonly done: boolean
  /** The line as the write left it, or as it refused it. */
  readonly state: LineState
}

/**
 * The lines in the campaigns table, one item a channel. A reservation is one conditional write, which returns the state
 * of the breaker with it; what was seen last is kept, so that the first try mostly fits, and a line that is known to be
 * too long or open costs nothing.
 */
export const createDeliveryLine = (options: DeliveryLineOptions): DeliveryLine => {
  const { documentClient, tableName, campaigns, now } = options
  const seen = new Map<Slot['channel'], LineState>()

  const write = async (channel: Slot['channel'], lineUpdate: LineUpdate): Promise<Written> => {
    const command = new UpdateCommand({
      TableName: tableName,
      Key: lineKey(channel),
      ...lineUpdate,
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
    const found = async (): Promise<{ done: boolean; item: unknown }> => {
      try {
        return { done: true, item: (await documentClient.send(command)).Attributes }
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
        return { done: false, item: error.Item && unmarshall(error.Item) }
      }
    }
    const { done, item } = await found()
    const state = z.parse(stateSchema, item ?? {})
    seen.set(channel, state)
    return { done, state }
  }

  const perSecondOf = async (channel: Slot['channel']): Promise<number> =>
    (await campaigns.settings()).delivery[channel].perSecond

  const reserve = async ({ channel, ...request }: SlotRequest): Promise<Reservation> => {
    const perSecond = await perSecondOf(channel)
    for (let tries = 0; tries < TRIES; tries++) {
      const plan = planReservation(seen.get(channel) ?? {}, { ...request, perSecond, now: now() })
      if (plan.kind === 'busy' || plan.kind === 'open') return plan
      const { done, state } = await write(channel, reservationUpdate(plan))
      if (!done) continue
      if (plan.kind === 'probe')
        return { kind: 'slots', slots: [{ channel, at: plan.now, lease: plan.lease }] }
      const slots = slotsBefore(state.next ?? plan.idle, request.count, perSecond)
      return { kind: 'slots', slots: slots.map((at) => ({ channel, at })) }
    }
    return { kind: 'busy', until: now() + BREATH }
  }

  const failed = async ({ channel, lease }: Slot, outcome: 'failed' | 'paused'): Promise<boolean> => {
    const isProbe = lease !== undefined
    let state = seen.get(channel) ?? {}
    if (outcome === 'failed' && !isProbe) {
      const counted = await write(channel, failureUpdate())
      // Open already: this call was under way when others opened it.
      if (!counted.done) return false
      state = counted.state
    }
    const opening = openingAfter(outcome, state, isProbe, now())
    return opening !== undefined && (await write(channel, openingUpdate(opening, lease))).done
  }

  const answered = async ({ channel, lease }: Slot): Promise<void> => {
    if (lease !== undefined || (seen.get(channel)?.failures ?? 0) > 0)
      await write(channel, answeredUpdate(lease))
  }

  const report = async (slot: Slot, outcome: ChannelOutcome) => {
    if (outcome === 'failed' || outcome === 'paused') return { opened: await failed(slot, outcome) }
    await answered(slot)
    if (outcome === 'throttled')
      await write(slot.channel, restUpdate(now() + restAfterThrottling(await perSecondOf(slot.channel))))
    return { opened: false }
  }

  return { reserve, report }
}
