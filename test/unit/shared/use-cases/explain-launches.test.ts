import { describe, expect, it } from 'vitest'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { launchesLines } from '#shared/domain/explain/launch-lines.ts'
import type { Language } from '#shared/domain/explain/words/words.ts'
import { type Launch, plannedLaunch, skippedLaunch } from '#shared/domain/launch/launch.ts'
import { launchSignal } from '#shared/domain/launch/launch-signal.ts'
import type { JournalEntry } from '#shared/domain/message/journal-entry.ts'
import { type CustomerProfile, unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { journalExpiry } from '#shared/tables/journal.ts'
import { explainLaunches, RECORDS_KEPT_MS } from '#shared/use-cases/explain-launches.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { anOccasion, journalOf } from '#test/support/builders/explained.ts'
import { aProfile } from '#test/support/builders/subjects.ts'

const at = new Date('2026-06-01T07:00:00.000Z')
const now = new Date('2026-06-02T10:00:00.000Z')

/** To customers of 60 and more; ours is 46. */
const offer = aCampaign({
  id: 'spring-offer',
  version: 2,
  trigger: { schedule: { cron: '0 9 1 6 *', timeZone: 'Europe/Prague' } },
  audience: { field: 'customer.age', op: 'gte', value: 60 },
})

const planned = (when = at): Launch =>
  plannedLaunch({ campaignId: offer.id, version: 2, at: when, startedBy: 'schedule', plannedAt: when })
const inState = (state: Launch['state'], more: Partial<Launch> = {}): Launch => ({
  ...planned(),
  state,
  ...more,
})
const done = (more: Partial<Launch> = {}): Launch => inState('done', more)

/** What the journal has where the launch came to a customer in its audience. */
const recordOf = (campaign: Campaign, launch: Launch): JournalEntry[] =>
  journalOf(
    [campaign],
    anOccasion({ signal: launchSignal(launch, 'C1'), now: new Date(launch.at) }),
    undefined,
  )

const told = async ({
  launches = [done()] as readonly Launch[],
  entries = [] as readonly JournalEntry[],
  campaigns = [offer] as readonly Campaign[],
  profile = aProfile() as CustomerProfile,
  unreadable = 0,
  limit = 10,
  asked = now,
} = {}) => {
  const looked: string[] = []
  const explain = explainLaunches({
    launches: {
      launches: async (_id, { limit: most }) => ({
        items: launches.slice(0, most),
        ...(launches.length > most ? { next: 'more' } : {}),
      }),
    },
    journal: {
      newest: async () => ({ entries: [], older: false, unreadable: 0 }),
      ofEvent: async () => ({ entries: [], older: false, unreadable: 0 }),
      ofEntry: async () => ({ entries: [], older: false, unreadable: 0 }),
      ofSignal: async (_id, { id }) => {
        looked.push(id)
        return { entries: entries.filter(({ signal }) => signal.id === id), older: false, unreadable }
      },
    },
    campaigns: {
      liveCampaigns: async () => campaigns,
      version: async (id, version) => campaigns.find((one) => one.id === id && one.version === version),
      settings: async () => defaultSettings,
    },
    profiles: { profile: async () => profile },
  })
  const explanation = await explain({ customerId: 'C1', campaignId: offer.id, launches: limit }, asked)
  const text = (language: Language = 'en') =>
    launchesLines(explanation, language)
      .map(({ indent, text: words }) => `${'  '.repeat(indent)}${words}`)
      .join('\n')
  return { explanation, text, looked }
}

describe('a launch that is done, and nothing is recorded of the customer', () => {
  it('is told in words, with what the audience says of the profile now, and that it is of now', async () => {
    const { text } = await told()
    expect(text()).toBe(`Campaign spring-offer, customer C1: 1 launch
Dates and times are those of Europe/Prague.

Launch of 1 June 2026, 09:00:00, version 2
  It is done: it came to every customer whose profile was there while it ran. [done]
  Nothing is recorded of the customer. A launch records those in its audience and only counts the others: the customer was not in the audience, or not known yet.
  As of now (2 June 2026, 12:00:00), by the profile as it stands and not as it stood then:
  The audience condition does not hold for the customer now.
    ✘ age in years must be at least 60; it was 46`)
    expect(text('zh')).toBe(`活动 spring-offer，客户 C1：共 1 次群发
以下日期和时间均按 Europe/Prague 时区显示。

2026年6月1日 09:00:00 的群发，第 2 版
  已完成：运行期间有档案的客户均已处理。 [done]
  没有该客户的记录。群发只记录目标客群内的客户，其余仅计数：该客户当时不在目标客群内，或者尚无档案。
  以下按目前（2026年6月2日 12:00:00）的客户档案判断，并非当时的档案：
  该客户目前不符合目标客群条件。
    ✘ 年龄须达到或超过60；实际为46`)
  })

  it.each([
    [
      'has changed since',
      { profile: aProfile({ birthDate: '1950-01-01' }) },
      'holds for the customer now; it need not have held then',
    ],
    ['is gone', { profile: unknownProfile('C1') }, 'cannot be told'],
    ['is there, its version is not', { campaigns: [] }, 'cannot be told'],
    [
      'is there, and the audience everybody',
      { campaigns: [{ ...offer, audience: undefined } as unknown as Campaign] },
      'everybody is in its audience',
    ],
    [
      'is one of some that could not be read',
      {
        launches: [
          done({ totals: { done: 9, partsDone: 1, funnel: { audience: 6, unreadable: 3 }, readUnits: 1 } }),
        ],
      },
      'one of 3 about whom it could not decide',
    ],
  ])('where the profile %s', async (_, world, said) => {
    expect((await told(world)).text()).toContain(said)
  })

  it('longer ago than records are kept says nothing of the audience', async () => {
    const asked = (ms: number) => told({ asked: new Date(at.getTime() + ms) })
    expect((await asked(RECORDS_KEPT_MS)).text()).toContain('Nothing is recorded of the customer')
    const late = (await asked(RECORDS_KEPT_MS + 1)).text()
    expect(late).toContain('kept for 13 months')
    expect(late).not.toContain('audience')
    expect(at.getTime() + RECORDS_KEPT_MS).toBe(journalExpiry(at) * 1_000)
  })
})

describe('a launch', () => {
  it.each([
    ['running', {}, 'may not have come to this customer yet'],
    ['cancelled', { endedBecause: 'by-request' }, 'A person wanted it so. [cancelled]'],
    ['cancelling', {}, 'before it had come to all customers'],
  ] as const)('that is %s does not say that the customer was outside', async (state, more, said) => {
    const { text } = await told({ launches: [inState(state, more)] })
    expect(text()).toContain(said)
    expect(text()).toContain('or the launch did not come to them')
  })

  it('that has not begun, or did not take place, says so and nothing of the customer', async () => {
    const plan = { campaignId: offer.id, version: 2, at, startedBy: 'schedule', plannedAt: at }
    const { text, looked, explanation } = await told({
      launches: [planned(), skippedLaunch(plan, 'campaign-paused')],
    })
    expect(text()).toContain('It has not begun. [planned]')
    expect(text()).toContain('the campaign was paused when its time came. [campaign-paused]')
    expect(text()).not.toContain('recorded')
    expect(looked).toEqual([])
    expect(explanation.launches).toHaveLength(2)
  })

  it('that recorded the customer is told as any decision, won or refused', async () => {
    const everybody = aCampaign({ ...offer, audience: { field: 'customer.age', op: 'gte', value: 18 } })
    const { text, explanation } = await told({
      entries: recordOf(everybody, done()),
      campaigns: [everybody],
    })
    expect(explanation.launches[0]?.recorded).toMatchObject({ result: 'won', signal: { type: 'Scheduled' } })
    expect(explanation.launches[0]).not.toHaveProperty('unrecorded')
    expect(text()).toMatch(
      /What it decided about the customer is recorded:[\s\S]*spring-offer, version 2, service\): chosen/,
    )
  })

  it('whose record cannot be read says nothing more', async () => {
    const { explanation, text } = await told({ unreadable: 1 })
    expect(explanation.launches[0]).not.toHaveProperty('unrecorded')
    expect(text()).toContain('1 entry of the journal')
  })
})

it('the newest launch is told last, and that there are others', async () => {
  const [first, second, third] = [1, 2, 3].map((day) => ({
    ...planned(new Date(`2026-06-0${day}T07:00:00.000Z`)),
    state: 'done' as const,
  }))
  const { explanation, text } = await told({ launches: [third, second, first] as Launch[], limit: 2 })
  expect(explanation.launches.map(({ launch }) => launch.at.slice(0, 10))).toEqual([
    '2026-06-02',
    '2026-06-03',
  ])
  expect(text()).toContain('There are earlier launches')
  expect((await told({ launches: [] })).text()).toBe('There is no launch of a campaign spring-offer.')
})
