import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { indexCampaigns } from '#shared/domain/campaign/compile.ts'
import type { DecisionSubject } from '#shared/domain/decision/circumstances.ts'
import { contactsAfter } from '#shared/domain/decision/contacts-after.ts'
import { decide } from '#shared/domain/decision/decide.ts'
import { decisionRecord } from '#shared/domain/decision/decision-record.ts'
import { reasonCodeSchema } from '#shared/domain/decision/reason-codes.ts'
import { campaignsArbitrary } from '#test/support/arbitraries/campaigns.ts'
import { subjectArbitrary } from '#test/support/arbitraries/subjects.ts'
import { isOpen, naiveDecision, wallOf } from '#test/unit/shared/domain/decision/reference.ts'

const RUNS = 400

const situation = fc.tuple(subjectArbitrary, campaignsArbitrary())

/** What a decision puts into the journal: what it will send, what it will ask of people. */
const recordOf = (subject: DecisionSubject, campaigns: readonly Campaign[]) =>
  decisionRecord(decide(subject, indexCampaigns(campaigns)), 'E1')

const byId = (campaigns: readonly Campaign[]) => new Map(campaigns.map((campaign) => [campaign.id, campaign]))

/** Every message that would go out, with the campaign it is of. */
const sentBy = (subject: DecisionSubject, campaigns: readonly Campaign[]) => {
  const known = byId(campaigns)
  return recordOf(subject, campaigns).messages.flatMap((message) => {
    const campaign = known.get(message.campaignId)
    return campaign ? [{ message, campaign }] : []
  })
}

const forEveryMessage = (
  holds: (sent: ReturnType<typeof sentBy>[number], subject: DecisionSubject) => void,
): void => {
  fc.assert(
    fc.property(situation, ([subject, campaigns]) => {
      for (const sent of sentBy(subject, campaigns)) holds(sent, subject)
    }),
    { numRuns: RUNS },
  )
}

describe('whatever the customer, the moment, the settings and the campaigns', () => {
  it('no marketing leaves without consent for purpose and channel', () => {
    forEveryMessage(({ message, campaign }, { profile }) => {
      if (campaign.purpose === 'marketing')
        expect(profile.consents.get(`marketing:${message.channel}`)).toBe(true)
      else expect(profile.consents.get(`service:${message.channel}`)).not.toBe(false)
    })
  })

  it('no marketing leaves outside the hours of any zone the customer may live in', () => {
    forEveryMessage(({ message, campaign }, subject) => {
      const leaves = message.heldUntil === undefined ? subject.now.getTime() : Date.parse(message.heldUntil)
      expect(leaves).toBeGreaterThanOrEqual(subject.now.getTime())
      if (campaign.purpose === 'marketing') expect(isOpen(leaves, subject)).toBe(true)
    })
  })

  it('nothing leaves that is not true any more', () => {
    forEveryMessage(({ message, campaign }, subject) => {
      const leaves = message.heldUntil ?? subject.now.toISOString()
      expect(leaves <= message.validUntil).toBe(true)
      if (campaign.validUntil) expect(Date.parse(leaves)).toBeLessThan(Date.parse(campaign.validUntil))
    })
  })

  it('nothing unsuitable is sent, nor asked of a person', () => {
    fc.assert(
      fc.property(situation, ([subject, campaigns]) => {
        const known = byId(campaigns)
        const { messages, tasks } = recordOf(subject, campaigns)
        const { riskTolerance, timeZone } = subject.profile.single
        for (const { campaignId } of [...messages, ...tasks.map(({ task }) => task)]) {
          const { risk, kind } = known.get(campaignId)?.product ?? {}
          if (kind !== 'investment') continue
          expect(riskTolerance?.level).toBeGreaterThanOrEqual(Math.max(...(risk ?? [5])))
          const zone =
            timeZone === undefined || timeZone.startsWith('Mars') ? subject.settings.timeZone : timeZone
          expect((riskTolerance?.expiresOn ?? '') >= wallOf(subject.now.getTime(), zone).date).toBe(true)
        }
      }),
      { numRuns: RUNS },
    )
  })

  it('no credit is offered to the vulnerable, and at most one marketing contact is made', () => {
    fc.assert(
      fc.property(situation, ([subject, campaigns]) => {
        const known = byId(campaigns)
        const { messages, tasks } = recordOf(subject, campaigns)
        const ids = new Set(
          [...messages, ...tasks.map(({ task }) => task)].map(({ campaignId }) => campaignId),
        )
        const acting = [...ids].flatMap((id) => known.get(id) ?? [])
        expect(acting.filter(({ purpose }) => purpose === 'marketing').length).toBeLessThanOrEqual(1)
        if (subject.profile.single.vulnerability)
          expect(acting.filter(({ product }) => product?.kind === 'credit')).toEqual([])
      }),
      { numRuns: RUNS },
    )
  })

  it('decides as someone would who walks every candidate through every gate', () => {
    fc.assert(
      fc.property(situation, ([subject, campaigns]) => {
        const decision = decide(subject, indexCampaigns(campaigns))
        const { messages } = decisionRecord(decision, undefined)
        const expected = naiveDecision(subject, campaigns)
        expect(decision.fates().map(({ compiled, fate }) => ({ id: compiled.campaign.id, fate }))).toEqual(
          expected.fates,
        )
        expect(
          decision.winners.map(({ compiled: { campaign }, makesTask, handedOver }) => {
            const message = messages.find(({ campaignId }) => campaignId === campaign.id)
            return [campaign.id, message?.channel, message?.heldUntil, makesTask, handedOver]
          }),
        ).toEqual(
          expected.winners.map(({ id, channel, leavesAt, task, handedOver }) => {
            const waits = channel !== undefined && leavesAt > subject.now.getTime()
            return [id, channel, waits ? new Date(leavesAt).toISOString() : undefined, task, handedOver]
          }),
        )
      }),
      { numRuns: RUNS },
    )
  })

  it('decides alike in whatever order the campaigns stand in the table', () => {
    const shuffled = situation.chain(([subject, campaigns]) =>
      fc
        .shuffledSubarray(campaigns, { minLength: campaigns.length })
        .map((order) => [subject, campaigns, order] as const),
    )
    fc.assert(
      fc.property(shuffled, ([subject, campaigns, order]) => {
        expect(recordOf(subject, order)).toEqual(recordOf(subject, campaigns))
      }),
      { numRuns: RUNS },
    )
  })

  it('decides alike twice, and changes nothing it is given', () => {
    fc.assert(
      fc.property(situation, ([subject, campaigns]) => {
        const index = indexCampaigns(deepFreeze(campaigns))
        const frozen = deepFreeze(subject)
        const before = structuredClone(frozen)
        const first = decisionRecord(decide(frozen, index), 'E1')
        expect(decisionRecord(decide(frozen, index), 'E1')).toEqual(first)
        expect(frozen).toEqual(before)
      }),
      { numRuns: RUNS },
    )
  })
})

/** Maps cannot be frozen; what is in them can. */
const deepFreeze = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  for (const inner of value instanceof Map ? value.values() : Object.values(value)) deepFreeze(inner)
  return Object.freeze(value)
}

describe('caps over a customer’s life', () => {
  /** Decisions of a fortnight, each up to two days later than others that were taken before it. */
  const life = fc
    .tuple(
      subjectArbitrary,
      campaignsArbitrary(6),
      fc.array(
        fc.tuple(fc.integer({ min: 0, max: 14 * 24 * 60 }), fc.integer({ min: 0, max: 2 * 24 * 60 })),
        {
          minLength: 2,
          maxLength: 40,
        },
      ),
    )
    .map(([subject, campaigns, minutes]) => ({
      subject,
      campaigns: campaigns.map((campaign) => ({ ...campaign, status: 'live' as const, holdout: 0 })),
      // Runs overlap: the order in which they record is that of `minute` plus how long they took.
      times: minutes
        .sort(([a, late], [b, later]) => a + late - (b + later))
        .map(([minute]) => new Date(subject.now.getTime() + minute * 60_000)),
    }))

  const mostWithin = (times: readonly number[], seconds: number): number =>
    Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + seconds).length))

  it('are never passed in any rolling day or week, whatever the order of decisions', () => {
    fc.assert(
      fc.property(life, ({ subject, campaigns, times }) => {
        const index = indexCampaigns(campaigns)
        const sent = new Map<string, number[]>()
        let { profile } = subject
        profile = { ...profile, recentContacts: [] }
        times.forEach((now, turn) => {
          const signal = { ...subject.signal, id: `S${turn}`, at: now.toISOString() }
          const decision = decide({ ...subject, profile, signal, now }, index)
          for (const { campaignId, purpose, channel, heldUntil } of decisionRecord(decision, undefined)
            .messages) {
            const campaign = campaigns.find(({ id }) => id === campaignId)
            if (campaign?.flags.mandatoryNotice) continue
            const at = Math.floor(Date.parse(heldUntil ?? now.toISOString()) / 1000)
            for (const key of [`${purpose} ${channel}`, campaignId])
              sent.set(key, [...(sent.get(key) ?? []), at])
          }
          profile = { ...profile, recentContacts: contactsAfter(decision) ?? profile.recentContacts }
        })
        for (const purpose of ['service', 'marketing'] as const) {
          const { [purpose]: cap } = subject.settings.caps
          if (!cap) continue
          for (const channel of ['email', 'sms', 'inapp']) {
            const of = sent.get(`${purpose} ${channel}`) ?? []
            expect(mostWithin(of, 86_400)).toBeLessThanOrEqual(cap.perDay)
            expect(mostWithin(of, 7 * 86_400)).toBeLessThanOrEqual(cap.perWeek)
          }
        }
        for (const { id, minDaysBetween } of campaigns)
          if (minDaysBetween)
            expect(mostWithin(sent.get(id) ?? [], minDaysBetween * 86_400)).toBeLessThanOrEqual(1)
      }),
      { numRuns: RUNS },
    )
  })
})

it('the generated situations reach every end that a candidate can come to', () => {
  const ends = new Map<string, number>()
  const meet = (end: string) => ends.set(end, (ends.get(end) ?? 0) + 1)
  for (const [subject, campaigns] of fc.sample(situation, { seed: 7, numRuns: 1000 })) {
    const decision = decide(subject, indexCampaigns(campaigns))
    for (const { fate } of decision.fates()) meet(fate)
    const { messages } = decisionRecord(decision, undefined)
    for (const { purpose, state } of messages) meet(`${purpose} ${state}`)
    for (const { handedOver } of decision.winners) if (handedOver) meet(handedOver)
  }
  const codes = reasonCodeSchema.options
  const expected = [...codes, 'won', 'outranked', 'service queued', 'marketing queued']
  for (const end of [...expected, 'marketing held'])
    expect([end, (ends.get(end) ?? 0) >= 3]).toEqual([end, true])
})
