import { describe, expect, it } from 'vitest'
import { DELIVERY_RECEIVES } from '#shared/domain/delivery/delivery-queue.ts'
import { ProviderError, type ProviderErrorKind } from '#shared/domain/delivery/provider-error.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import { isOpen } from '#test/support/fakes/in-memory-line.ts'
import { aDelivery, type DeliveryOptions } from '#test/unit/functions/deliver-message/delivery.ts'

const NOW = Date.parse('2026-03-10T09:00:05.000Z')

type Delivery = ReturnType<typeof aDelivery>

const failsWith = (kind: ProviderErrorKind) => (): never => {
  throw new ProviderError(kind)
}

/** More messages on the queue of the first one, each to be received by its number. */
const aQueue = (count: number, options: DeliveryOptions = {}) => {
  const delivery = aDelivery(options)
  const messages = Array.from({ length: count }, (_, index) =>
    aMessage({ ...options.message, entry: `${delivery.message.entry}-${index}` }),
  )
  for (const message of messages) delivery.journal.put(message)
  const message = (index: number): MessageEntry => delivery.journal.stored(messages[index] as MessageEntry)
  return {
    ...delivery,
    at: message,
    receiveAt: (index: number) =>
      delivery.receiveBody(JSON.stringify({ customerId: 'C1', entry: message(index).entry })),
    receiveAll: () =>
      Promise.all(
        messages.map(({ entry }) => delivery.receiveBody(JSON.stringify({ customerId: 'C1', entry }))),
      ),
    all: () => messages.map((_, index) => message(index)),
  }
}

const steps = ({ history }: MessageEntry) =>
  history.map(({ state, note }) => (note ? `${state}:${note}` : state))

const heldFor = ({ heldUntil }: MessageEntry): number => Date.parse(heldUntil ?? '') - NOW

/** As release-due does it when its time has come. */
const release = async ({ journal, run }: Delivery, message: MessageEntry): Promise<void> => {
  const until = new Date(message.heldUntil ?? 0)
  await run.wait(Math.max(0, until.getTime() - run.now()))
  await journal.transition(message, { to: 'queued', at: run.wallClock() })
}

describe('a provider that took nothing', () => {
  it.each(['throttled', 'unavailable', 'account-paused'] as const)(
    'gets the message again after a while, and the queue nothing back: %s',
    async (kind) => {
      const delivery = aDelivery()
      delivery.email.next(failsWith(kind))
      await delivery.receive()
      expect(delivery.stored()).toMatchObject({ state: 'held', attempts: 1 })
      expect(delivery.stored()).not.toHaveProperty('claim')
      expect(steps(delivery.stored())).toEqual(['queued', 'sending', 'queued', `held:${kind}`])
      expect(heldFor(delivery.stored())).toBeGreaterThanOrEqual(7_500)
      expect(heldFor(delivery.stored())).toBeLessThanOrEqual(22_500)
      expect(delivery.counts).toMatchObject({ MessagesPostponed: 1 })
      await delivery.run.wait(300_000)
      await release(delivery, delivery.stored())
      await delivery.receive()
      expect(delivery.stored()).toMatchObject({ state: 'sent', attempts: 2, providerMessageId: 'provider-1' })
    },
  )

  it.each([
    ['throttled', 'provider-unavailable'],
    ['unavailable', 'provider-unavailable'],
    ['account-paused', 'account-paused'],
  ] as const)('ends what would wait for longer than it is true: %s', async (kind, reason) => {
    const delivery = aDelivery({ message: { validUntil: '2026-03-10T09:00:12.000Z' } })
    delivery.email.next(failsWith(kind))
    await delivery.receive()
    expect(delivery.stored()).toMatchObject({ state: 'failed', reason, attempts: 1 })
    expect(delivery.counts).toMatchObject({ MessagesFailed: 1 })
  })

  it.each([
    ['address-invalid', 'address-invalid'],
    ['content-rejected', 'content-rejected'],
    ['refused', 'refused-by-provider'],
  ] as const)('never will: %s', async (kind, reason) => {
    const delivery = aDelivery()
    delivery.email.next(failsWith(kind))
    await delivery.receive()
    expect(delivery.stored()).toMatchObject({ state: 'failed', reason, attempts: 1 })
    expect(delivery.counts).toEqual({ MessagesFailed: 1 })
    expect(delivery.run.line.state('email').failures ?? 0).toBe(0)
  })

  it('is tried ever more seldom, and one history tells all of it', async () => {
    const delivery = aDelivery()
    const waits: number[] = []
    for (let round = 0; round < 4; round++) {
      delivery.email.next(failsWith('unavailable'))
      await delivery.receive()
      waits.push(Date.parse(delivery.stored().heldUntil ?? '') - delivery.run.now())
      await release(delivery, delivery.stored())
    }
    expect(delivery.stored()).toMatchObject({ attempts: 4 })
    for (const [round, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(7_500 * 2 ** round)
      expect(wait).toBeLessThanOrEqual(22_500 * 2 ** round)
    }
  })

  it('of a message that another run has taken over meanwhile changes nothing', async () => {
    const delivery = aDelivery()
    delivery.email.next(() => {
      delivery.journal.put({ ...delivery.stored(), attempts: 2 })
      throw new ProviderError('unavailable')
    })
    await delivery.receive()
    expect(delivery.stored()).toMatchObject({ state: 'sending', attempts: 2 })
  })

  it('of a message that was sent twice for doubt may be tried again, but ends in doubt', async () => {
    const resent = { state: 'queued', at: '2026-03-10T09:00:00.000Z', note: 'resent-in-doubt' } as const
    const delivery = aDelivery({
      message: { validUntil: '2026-03-10T09:00:12.000Z', attempts: 2, history: [resent] },
    })
    delivery.email.next(failsWith('unavailable'))
    await delivery.receive()
    expect(delivery.stored()).toMatchObject({ state: 'failed', reason: 'in-doubt', attempts: 3 })
  })
})

describe('a provider that fails five times in a row', () => {
  const inTrouble = async (kind: ProviderErrorKind, calls: number) => {
    const queue = aQueue(12)
    for (let call = 0; call < calls; call++) {
      queue.email.next(failsWith(kind))
      await queue.receiveAt(call).catch(() => undefined)
    }
    return queue
  }
  const isResting = ({ run }: Delivery): boolean => isOpen(run.line.state('email'), run.now())

  it.each(['unavailable', 'in-doubt'] as const)('is left alone: %s', async (kind) => {
    const queue = await inTrouble(kind, 5)
    expect(queue.counts).toMatchObject({ CircuitOpened: 1 })
    await queue.receiveAt(5)
    expect(queue.email.taken).toEqual([])
    expect(steps(queue.at(5))).toEqual(['queued', 'held:circuit-open'])
    expect(queue.at(5).attempts).toBe(0)
    expect(heldFor(queue.at(5))).toBeGreaterThanOrEqual(30_000)
    expect(queue.log.lines.filter((line) => line.includes('circuit opened'))).toHaveLength(1)
  })

  it('has its other channels go on', async () => {
    const queue = await inTrouble('unavailable', 5)
    const sms = aMessage({ channel: 'sms', entry: 'sms' })
    queue.journal.put(sms)
    await queue.receiveBody(JSON.stringify({ customerId: 'C1', entry: 'sms' }))
    expect(queue.journal.stored(sms).state).toBe('sent')
  })

  it.each(['throttled', 'content-rejected'] as const)('is not one that answers: %s', async (kind) => {
    const queue = await inTrouble(kind, 8)
    expect(isResting(queue)).toBe(false)
  })

  it('is not one that takes a message between', async () => {
    const queue = await inTrouble('unavailable', 4)
    await queue.receiveAt(4)
    for (const index of [5, 6, 7, 8]) {
      queue.email.next(failsWith('unavailable'))
      await queue.receiveAt(index)
    }
    expect(isResting(queue)).toBe(false)
  })

  it('is at once one whose account is paused', async () => {
    const queue = await inTrouble('account-paused', 1)
    expect(isResting(queue)).toBe(true)
    expect(queue.counts).toMatchObject({ CircuitOpened: 1 })
  })

  it('ends what is not true for as long, for another channel to carry', async () => {
    const queue = aQueue(7, { message: { validUntil: '2026-03-10T09:00:31.000Z' } })
    for (let call = 0; call < 6; call++) {
      if (call < 5) queue.email.next(failsWith('unavailable'))
      await queue.receiveAt(call)
    }
    expect(queue.at(5)).toMatchObject({ state: 'failed', reason: 'provider-unavailable', attempts: 0 })
  })

  describe('after its rest', () => {
    it('is tried by one message, which lets all others go', async () => {
      const queue = await inTrouble('unavailable', 5)
      await queue.run.wait(30_000)
      let others: Promise<void> | undefined
      // While the probe is under way.
      queue.email.next(() => {
        others = queue.receiveAt(6)
        return others
      })
      await queue.receiveAt(5)
      expect(queue.at(5).state).toBe('sent')
      expect(steps(queue.at(6))).toEqual(['queued', 'held:circuit-open'])
      await queue.receiveAt(7)
      expect(queue.at(7).state).toBe('sent')
      expect(queue.run.line.state('email')).toMatchObject({ next: expect.any(Number) })
      expect(isResting(queue)).toBe(false)
    })

    it('rests twice as long each time it fails again, five minutes at most', async () => {
      const queue = await inTrouble('unavailable', 5)
      const rests: number[] = []
      for (let index = 5; index < 11; index++) {
        const { openUntil = 0 } = queue.run.line.state('email')
        await queue.run.wait(openUntil - queue.run.now())
        queue.email.next(failsWith('unavailable'))
        await queue.receiveAt(index)
        rests.push((queue.run.line.state('email').openUntil ?? 0) - queue.run.now())
      }
      expect(rests).toEqual([60_000, 120_000, 240_000, 300_000, 300_000, 300_000])
      expect(queue.counts.CircuitOpened).toBe(7)
    })

    it('is tried by another message where the one that tried died', async () => {
      const queue = await inTrouble('unavailable', 5)
      await queue.run.wait(30_000)
      await queue.run.line.reserve({
        ...{ channel: 'email', purpose: 'service', count: 1, latest: queue.run.now() + 1_000 },
      })
      expect(isResting(queue)).toBe(true)
      await queue.run.wait(30_000)
      await queue.receiveAt(5)
      expect(queue.at(5).state).toBe('sent')
    })
  })

  it('keeps one in doubt where it is, so that feedback can settle it', async () => {
    const queue = await inTrouble('unavailable', 5)
    const claim = { by: 'record-0', at: '2026-03-10T08:00:00.000Z' }
    queue.journal.put({ ...queue.at(5), state: 'sending', attempts: 1, claim })
    const body = JSON.stringify({ customerId: 'C1', entry: queue.at(5).entry })
    await expect(queue.receiveBody(body, DELIVERY_RECEIVES - 1)).rejects.toEqual(
      new RetryableError('in-doubt'),
    )
    await expect(queue.receiveBody(body, DELIVERY_RECEIVES)).resolves.toBeUndefined()
    expect(queue.at(5)).toMatchObject({ state: 'sending', attempts: 1 })
  })
})

describe('a channel that is busy', () => {
  it('is waited for, each message until its turn', async () => {
    const queue = aQueue(5, { run: { perSecond: 2 } })
    const calledAt: number[] = []
    for (let call = 0; call < 5; call++) queue.email.next(() => void calledAt.push(queue.run.now() - NOW))
    await queue.receiveAll()
    expect(queue.all().map(({ state }) => state)).toEqual(Array(5).fill('sent'))
    const gaps = calledAt.slice(1).map((at, index) => at - (calledAt[index] ?? 0))
    // A quarter of a second of idleness before is made up for once.
    expect(gaps.map(Math.round)).toEqual([250, 500, 500, 500])
  })

  it('puts off what gets no turn in time', async () => {
    const queue = aQueue(4, { run: { perSecond: 0.1 } })
    await queue.receiveAll()
    const held = queue.all().filter(({ state }) => state === 'held')
    expect(held).toHaveLength(2)
    for (const message of held) expect(steps(message)).toEqual(['queued', 'held:no-slot'])
    expect(queue.counts).toMatchObject({ MessagesSent: 2, MessagesPostponed: 2 })
  })

  it('lets expire what is not true for as long', async () => {
    const queue = aQueue(3, {
      run: { perSecond: 0.1, runMs: 1_000 },
      message: { validUntil: '2026-03-10T09:00:12.000Z' },
    })
    await queue.receiveAll()
    expect(
      queue
        .all()
        .map(({ state }) => state)
        .sort(),
    ).toEqual(['expired', 'expired', 'sent'])
  })

  it('sends nothing on checks that have become old', async () => {
    const queue = aQueue(4, { run: { perSecond: 0.5 } })
    queue.email.next(() => queue.campaigns.put(aCampaign({ status: 'paused' })))
    await queue.receiveAll()
    expect(queue.email.taken).toHaveLength(1)
    expect(queue.all().map(steps).sort()).toEqual([
      ...Array(3).fill(['queued', 'held:campaign-paused']),
      ['queued', 'sending', 'sent'],
    ])
  })

  it('gives the turn of a message that another run has taken over to the next one', async () => {
    const queue = aQueue(3, { run: { perSecond: 0.5 } })
    const { transition } = queue.journal
    let taken = false
    queue.journal.transition = async (key, wanted) => {
      const first = wanted.to === 'sending' && !taken
      if (first) taken = true
      return first ? { moved: false, state: 'sending' } : transition(key, wanted)
    }
    await queue.receiveAt(0)
    await queue.receiveAt(1)
    // Two seconds lie between two slots; this one had the first one's.
    expect(queue.run.now()).toBe(NOW)
    expect(queue.at(1).state).toBe('sent')
  })

  it('does not hold up the inbox', async () => {
    const delivery = aDelivery({ message: { channel: 'inapp' }, run: { perSecond: 0.1, runMs: -1 } })
    await delivery.receive()
    expect(delivery.stored().state).toBe('delivered')
  })
})
