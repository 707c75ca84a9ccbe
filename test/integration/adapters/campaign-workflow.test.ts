import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCampaignDrafts } from '#shared/adapters/dynamodb/campaign-drafts.ts'
import { liveItem, settingsItem, versionItem } from '#shared/adapters/dynamodb/campaign-items.ts'
import { createCampaignPauses } from '#shared/adapters/dynamodb/campaign-pauses.ts'
import { createCampaignVersions } from '#shared/adapters/dynamodb/campaign-versions.ts'
import { createLiveCampaigns } from '#shared/adapters/dynamodb/live-campaigns.ts'
import { createSegmentStore } from '#shared/adapters/dynamodb/segment-store.ts'
import { createSettingsStore } from '#shared/adapters/dynamodb/settings-store.ts'
import { templateProblems } from '#shared/adapters/liquid/template-problems.ts'
import type { Role } from '#shared/domain/access/caller.ts'
import type { WorkingCopy } from '#shared/domain/campaign/working-copy.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { goLiveKey } from '#shared/tables/campaigns.ts'
import { goLive } from '#shared/use-cases/campaigns/go-live.ts'
import { scheduleGoLive } from '#shared/use-cases/campaigns/go-live-dates.ts'
import { goLiveDue } from '#shared/use-cases/campaigns/go-live-due.ts'
import { approveDraft, rejectDraft, submitDraft } from '#shared/use-cases/campaigns/judge-draft.ts'
import { endCampaign, pauseCampaign, resumeCampaign } from '#shared/use-cases/campaigns/steer-campaign.ts'
import { createDraft, editDraft } from '#shared/use-cases/campaigns/write-draft.ts'
import { Refusal } from '#shared/use-cases/refusal.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { changed, serviceCampaign } from '#test/support/builders/written-campaigns.ts'
import { startTables, type Tables } from '#test/support/local-cloud/tables.ts'

let tables: Tables
let dependencies: ReturnType<typeof dependenciesOn>

const dependenciesOn = ({ documentClient, name }: Tables) => {
  const both = {
    documentClient,
    campaignsTable: name('CampaignsTable'),
    auditTable: name('AuditTable'),
  }
  return {
    drafts: createCampaignDrafts(both),
    versions: createCampaignVersions(both),
    live: createLiveCampaigns(both),
    segments: createSegmentStore(both),
    settingsStore: createSettingsStore(both),
    templates: templateProblems,
    pauses: createCampaignPauses(both),
  }
}

const put = (Item: Record<string, unknown>) =>
  tables.documentClient.send(new PutCommand({ TableName: tables.name('CampaignsTable'), Item }))

beforeAll(async () => {
  tables = await startTables()
  dependencies = dependenciesOn(tables)
  await put(settingsItem(defaultSettings))
})
afterAll(() => tables?.stop())

const NOW = new Date('2027-01-15T10:00:00.000Z')
let requests = 0
const by = (name: string, groups: readonly Role[] = ['marketer', 'approver'], now = NOW) => ({
  caller: { userId: `id-of-${name}`, name, groups },
  requestId: `request-${++requests}`,
  now,
})

let campaigns = 0
const newId = (): string => `campaign-${++campaigns}`

/** How each of several things that were tried at once ended: `done`, or the refusal's code. */
const outcomes = async (tries: readonly Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(tries)).map((one) => {
    if (one.status === 'fulfilled') return 'done'
    if (one.reason instanceof Refusal) return one.reason.code
    throw one.reason
  })

const sorted = (list: readonly string[]): string[] => [...list].sort()
const times = (count: number, of: string): string[] => Array.from({ length: count }, () => of)

/** What was done, by name: all of it happens at the same time here. */
const actions = async (campaignId: string): Promise<string[]> =>
  (await tables.itemsOf('AuditTable', `campaign#${campaignId}`)).map(({ action }) => String(action)).sort()

const created = async (author = 'jana', id = newId()): Promise<WorkingCopy> =>
  (await createDraft(dependencies, changed(serviceCampaign, 'id', id), by(author))).copy
const seenOf = ({ campaignId, revision }: WorkingCopy) => ({ campaignId, revision: String(revision) })

const submitted = async (author = 'jana'): Promise<WorkingCopy> => {
  const copy = await created(author)
  return submitDraft(dependencies, seenOf(copy), by(author))
}
const approved = async (): Promise<WorkingCopy> => {
  const copy = await submitted()
  return approveDraft(dependencies, seenOf(copy), by('petr'))
}
/** The next version, approved. */
const nextApproved = async (copy: WorkingCopy): Promise<WorkingCopy> => {
  const { campaignId } = copy
  const edit = { given: { ...copy.content, name: 'Changed' }, revision: String(copy.revision) }
  const edited = await editDraft(dependencies, campaignId, edit, by('jana'))
  const handed = await submitDraft(dependencies, seenOf(edited.copy), by('jana'))
  return approveDraft(dependencies, seenOf(handed), by('petr'))
}
const wentLive = async (): Promise<WorkingCopy> => {
  const copy = await approved()
  await goLive(dependencies, { campaignId: copy.campaignId }, by('jana'))
  return copy
}

describe('of many who do the same at once, one does it', () => {
  it('creates a campaign', async () => {
    const id = newId()
    const tries = Array.from({ length: 8 }, (_, index) => created(`author-${index}`, id))
    expect(sorted(await outcomes(tries))).toEqual([...times(7, 'campaign-exists'), 'done'])
    expect(await actions(id)).toEqual(['created'])
  })

  it('edits a revision: nobody’s text is lost without being told', async () => {
    const { campaignId, content } = await created()
    const tries = Array.from({ length: 8 }, (_, index) =>
      editDraft(
        dependencies,
        campaignId,
        { given: { ...content, name: `by ${index}` }, revision: '1' },
        by(`author-${index}`),
      ),
    )
    const ends = await outcomes(tries)
    expect(sorted(ends)).toEqual([...times(7, 'campaign-changed'), 'done'])
    const copy = await dependencies.drafts.read(campaignId)
    expect(copy).toMatchObject({ revision: 2, content: { name: `by ${ends.indexOf('done')}` } })
    expect(copy?.authors).toEqual(['id-of-jana', `id-of-author-${ends.indexOf('done')}`])
    expect(await actions(campaignId)).toEqual(['created', 'edited'])
  })

  it('approves', async () => {
    const copy = await submitted()
    const tries = Array.from({ length: 8 }, (_, index) =>
      approveDraft(dependencies, seenOf(copy), by(`checker-${index}`)),
    )
    const ends = await outcomes(tries)
    expect(sorted(ends)).toEqual([...times(7, 'campaign-changed'), 'done'])
    expect(await dependencies.versions.version(copy.campaignId, 1)).toMatchObject({
      createdBy: 'jana',
      approvedBy: `checker-${ends.indexOf('done')}`,
    })
    expect((await actions(copy.campaignId)).filter((action) => action === 'approved')).toHaveLength(1)
  })

  it('puts live', async () => {
    const { campaignId } = await approved()
    const ends = await outcomes(
      Array.from({ length: 8 }, () => goLive(dependencies, { campaignId }, by('jana'))),
    )
    expect(ends.filter((end) => end === 'done')).toHaveLength(1)
    expect((await actions(campaignId)).filter((action) => action === 'went-live')).toHaveLength(1)
  })

  it('puts live what is due, however many ticks there are', async () => {
    const { campaignId } = await approved()
    await scheduleGoLive(dependencies, { campaignId, goLiveAt: new Date('2027-01-16T08:00:00Z') }, by('jana'))
    const due = goLiveDue(dependencies)
    expect(await due(campaignId, new Date('2027-01-16T07:59:59.999Z'))).toBe('not-due')
    const ticks = await Promise.all(
      Array.from({ length: 8 }, () => due(campaignId, new Date('2027-01-16T08:00:30Z'))),
    )
    expect(ticks.filter((tick) => tick === 'went-live')).toHaveLength(1)
    expect(await due(campaignId, new Date('2027-01-16T08:01:30Z'))).toBe('not-due')
    expect((await actions(campaignId)).filter((action) => action === 'went-live')).toHaveLength(1)
  })
})

describe('an approval', () => {
  it('of what was edited meanwhile is refused, whichever comes first', async () => {
    const copy = await submitted()
    const [approval, edit] = await outcomes([
      approveDraft(dependencies, seenOf(copy), by('petr')),
      editDraft(
        dependencies,
        copy.campaignId,
        { given: copy.content, revision: String(copy.revision) },
        by('jana'),
      ),
    ])
    expect(sorted([approval ?? '', edit ?? ''])).toEqual(['campaign-changed', 'done'])
    const version = await dependencies.versions.version(copy.campaignId, 1)
    expect(version === undefined).toBe(approval !== 'done')
  })

  /** Past every use case: what the table itself says where somebody has forgotten to ask. */
  const writtenApproval = async (copy: WorkingCopy, approver: { userId: string; name: string }) =>
    dependencies.drafts.approve(
      { ...copy, state: 'approved', revision: copy.revision + 1 },
      aCampaign({ id: copy.campaignId, version: copy.version }),
      {
        subject: `campaign#${copy.campaignId}`,
        action: 'approved',
        at: NOW,
        caller: { ...approver, groups: ['approver'] },
        requestId: `request-${++requests}`,
      },
    )

  it('by anybody who ever wrote or submitted is refused by the write itself, whatever their names', async () => {
    const names = fc.constantFrom('jana', 'petr', 'eva', 'li')
    const step = fc.record({ who: names, edits: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(
        names,
        fc.array(step, { maxLength: 3 }),
        names,
        names,
        async (first, steps, submitter, approver) => {
          let copy = await created(first)
          const authors = new Set([first, submitter])
          for (const { who } of steps) {
            const edit = { given: copy.content, revision: String(copy.revision) }
            copy = (await editDraft(dependencies, copy.campaignId, edit, by(who))).copy
            authors.add(who)
          }
          copy = await submitDraft(dependencies, seenOf(copy), by(submitter))
          const own = authors.has(approver)
          expect(await writtenApproval(copy, { userId: `id-of-${approver}`, name: 'x' })).toBe(
            own ? 'refused' : 'approved',
          )
        },
      ),
      { numRuns: 25 },
    )
  }, 60_000)

  it.each([
    [{ userId: 'id-of-another', name: ' JANA ' }, 'refused'],
    [{ userId: 'id-of-jana', name: 'somebody' }, 'refused'],
    [{ userId: 'id-of-petr', name: 'petr' }, 'approved'],
  ])('by %o is %s', async (approver, expected) => {
    expect(await writtenApproval(await submitted(), approver)).toBe(expected)
  })

  it('of what is no longer, or not yet, submitted is refused by the write itself', async () => {
    expect(await writtenApproval(await created(), { userId: 'id-of-petr', name: 'petr' })).toBe('refused')
    const copy = await approved()
    expect(await writtenApproval(copy, { userId: 'id-of-eva', name: 'eva' })).toBe('refused')
  })

  it('of a revision that was edited and submitted again since is refused by the write itself', async () => {
    const looked = await submitted()
    const { campaignId, content, revision } = looked
    const edit = { given: { ...content, name: 'Something else' }, revision: String(revision) }
    const { copy } = await editDraft(dependencies, campaignId, edit, by('jana'))
    await submitDraft(dependencies, seenOf(copy), by('jana'))
    expect(await writtenApproval(looked, { userId: 'id-of-petr', name: 'petr' })).toBe('refused')
  })

  it('never goes over a version that is there', async () => {
    const copy = await submitted()
    await put(versionItem(aCampaign({ id: copy.campaignId, name: 'Seeded meanwhile' })))
    expect(await outcomes([approveDraft(dependencies, seenOf(copy), by('petr'))])).toEqual(['version-exists'])
    expect(await dependencies.versions.version(copy.campaignId, 1)).toMatchObject({
      name: 'Seeded meanwhile',
    })
    expect(await actions(copy.campaignId)).not.toContain('approved')
    const edit = { given: copy.content, revision: String(copy.revision) }
    const edited = await editDraft(dependencies, copy.campaignId, edit, by('jana'))
    expect(edited.copy.version).toBe(2)
  })
})

describe('whatever many people do at once', () => {
  type What = 'edit' | 'submit' | 'approve' | 'reject'
  const step = fc.record({
    who: fc.constantFrom('jana', 'petr', 'eva'),
    what: fc.constantFrom<What>('edit', 'submit', 'submit', 'approve', 'approve', 'reject'),
  })

  /** Looks, and does it to what it has seen. */
  const attempt = async (campaignId: string, who: string, what: What): Promise<void> => {
    const copy = await dependencies.drafts.read(campaignId)
    if (!copy) throw new Error('it is gone')
    const seen = seenOf(copy)
    const acting = by(who)
    const given = { ...copy.content, name: `${who} ${acting.requestId}` }
    if (what === 'edit') await editDraft(dependencies, campaignId, { ...seen, given }, acting)
    if (what === 'submit') await submitDraft(dependencies, seen, acting)
    if (what === 'approve') await approveDraft(dependencies, seen, acting)
    if (what === 'reject') await rejectDraft(dependencies, { ...seen, because: 'no' }, acting)
  }

  it('each revision is one person’s, and no version is approved by who wrote on it before', async () => {
    let versions = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 2, maxLength: 6 }), { minLength: 3, maxLength: 6 }),
        async (waves) => {
          const { campaignId } = await created()
          for (const wave of waves)
            await outcomes(wave.map(({ who, what }) => attempt(campaignId, who, what)))
          const lines = await tables.itemsOf('AuditTable', `campaign#${campaignId}`)
          const story = lines.toSorted((one, other) => Number(one.revision) - Number(other.revision))
          expect(story.map(({ revision }) => revision)).toEqual(story.map((_, index) => index + 1))
          const makers = new Set<unknown>()
          for (const { action, by: person, version } of story) {
            if (action !== 'approved' && action !== 'rejected') makers.add(person)
            if (action !== 'approved') continue
            versions++
            expect(makers).not.toContain(person)
            expect(await dependencies.versions.version(campaignId, Number(version))).toBeDefined()
          }
          const approvals = story.filter(({ action }) => action === 'approved')
          expect(await dependencies.versions.latest(campaignId)).toBe(approvals.length)
        },
      ),
      { numRuns: 30 },
    )
    expect(versions).toBeGreaterThan(0)
  }, 120_000)
})

describe('a campaign that was seeded', () => {
  const seeded = async () => {
    const campaign = aCampaign({ id: newId(), createdBy: 'starter-author' })
    await put(versionItem(campaign))
    await put(liveItem(campaign))
    return campaign.id
  }

  it('is paused, resumed and ended without a working copy', async () => {
    const campaignId = await seeded()
    expect(await pauseCampaign(dependencies, { campaignId }, by('jana'))).toMatchObject({ status: 'paused' })
    expect(await dependencies.live.live(campaignId)).toMatchObject({ status: 'paused' })
    await resumeCampaign(dependencies, { campaignId }, by('jana'))
    await endCampaign(dependencies, { campaignId }, by('jana'))
    expect(await dependencies.live.live(campaignId)).toMatchObject({ status: 'ended' })
    expect(await actions(campaignId)).toEqual(['ended', 'paused', 'resumed'])
  })

  it('cannot be created once more, not even where its first version is not there', async () => {
    expect(await outcomes([created('jana', await seeded())])).toEqual(['campaign-exists'])
    const later = aCampaign({ id: newId(), version: 3 })
    await put(liveItem(later))
    expect(await outcomes([created('jana', later.id)])).toEqual(['campaign-exists'])
  })

  it('is edited from revision 0 by one of many, as the next version', async () => {
    const campaignId = await seeded()
    const given = changed(serviceCampaign, 'id', campaignId)
    const ends = await outcomes(
      Array.from({ length: 8 }, (_, index) =>
        editDraft(dependencies, campaignId, { given, revision: '0' }, by(`author-${index}`)),
      ),
    )
    expect(sorted(ends)).toEqual([...times(7, 'campaign-changed'), 'done'])
    const copy = await dependencies.drafts.read(campaignId)
    expect(copy).toMatchObject({ revision: 1, version: 2, state: 'draft' })
    expect(copy?.authorNames).toContain('starter-author')
  })
})

describe('a pause', () => {
  it('meets the version that has just gone live, too', async () => {
    const copy = await wentLive()
    const { campaignId } = copy
    await nextApproved(copy)
    const { live } = dependencies
    let overtaken = false
    const slow = async (id: string) => {
      const seen = await live.live(id)
      if (!overtaken) await goLive(dependencies, { campaignId }, by('jana'))
      overtaken = true
      return seen
    }
    await pauseCampaign({ ...dependencies, live: { ...live, live: slow } }, { campaignId }, by('eva'))
    expect(await live.live(campaignId)).toMatchObject({ version: 2, status: 'paused' })
  })

  it('by the engine while somebody resumes is not undone by that', async () => {
    const { campaignId } = await wentLive()
    await pauseCampaign(dependencies, { campaignId }, by('jana'))
    const seen = await dependencies.live.live(campaignId)
    if (!seen) throw new Error('not live')
    await resumeCampaign(dependencies, { campaignId }, by('jana'))
    await dependencies.pauses.pauseForComplaints({
      campaignId,
      campaignVersion: 1,
      channel: 'email',
      counts: { delivered: 1000, complained: 3 },
      at: NOW,
    })
    const audit = {
      subject: `campaign#${campaignId}`,
      action: 'resumed',
      at: NOW,
      caller: by('jana').caller,
      requestId: 'late',
    }
    expect(await dependencies.live.move(seen, 'live', audit)).toBe(false)
    expect(await dependencies.live.live(campaignId)).toMatchObject({
      status: 'paused',
      pausedBecause: 'paused-complaints',
    })
  })

  it('for complaints is ended by an approver who says why, and leaves no reason behind', async () => {
    const { campaignId } = await wentLive()
    await dependencies.pauses.pauseForComplaints({
      campaignId,
      campaignVersion: 1,
      channel: 'email',
      counts: { delivered: 1000, complained: 3 },
      at: NOW,
    })
    const resume = (roles: Role[], note?: string) =>
      resumeCampaign(dependencies, { campaignId, note }, by('eva', roles))
    expect(await outcomes([resume(['marketer'], 'fine'), resume(['approver'])])).toEqual([
      'paused-for-complaints',
      'note-missing',
    ])
    await resume(['compliance'], 'the list was wrong, not the campaign')
    const live = await dependencies.live.live(campaignId)
    expect(live?.status).toBe('live')
    expect(live).not.toHaveProperty('pausedBecause')
  })
})

describe('what stood there paused or ended is withdrawn', () => {
  it('by the version in its place, and stays so', async () => {
    const copy = await wentLive()
    const { campaignId } = copy
    const standing = async () => dependencies.live.live(campaignId)
    await pauseCampaign(dependencies, { campaignId }, by('eva'))
    const second = await nextApproved(copy)
    await goLive(dependencies, { campaignId }, by('jana'))
    expect(await standing()).toMatchObject({ version: 2, withdrawnUpTo: 1 })
    await pauseCampaign(dependencies, { campaignId }, by('eva'))
    await resumeCampaign(dependencies, { campaignId }, by('eva'))
    await nextApproved(second)
    await goLive(dependencies, { campaignId }, by('jana'))
    expect(await standing()).toMatchObject({ version: 3, withdrawnUpTo: 1 })
    expect(await dependencies.versions.version(campaignId, 3)).not.toHaveProperty('withdrawnUpTo')
  })

  it('by a version that a date puts live, too', async () => {
    const copy = await wentLive()
    const { campaignId } = copy
    await endCampaign(dependencies, { campaignId }, by('eva'))
    await nextApproved(copy)
    const at = new Date('2027-01-16T08:00:00Z')
    await scheduleGoLive(dependencies, { campaignId, goLiveAt: at }, by('jana'))
    expect(await goLiveDue(dependencies)(campaignId, at)).toBe('went-live')
    expect(await dependencies.live.live(campaignId)).toMatchObject({ version: 2, withdrawnUpTo: 1 })
  })

  it('where the pause comes while the newer version goes live, nothing is written that has not seen it', async () => {
    const copy = await wentLive()
    const { campaignId } = copy
    await nextApproved(copy)
    const { live } = dependencies
    const paused = async (id: string) => {
      const seen = await live.live(id)
      await pauseCampaign(dependencies, { campaignId }, by('eva'))
      return seen
    }
    const late = { ...dependencies, live: { ...live, live: paused } }
    expect(await outcomes([goLive(late, { campaignId }, by('jana'))])).toEqual(['campaign-moved'])
    await goLive(dependencies, { campaignId }, by('jana'))
    expect(await live.live(campaignId)).toMatchObject({ version: 2, withdrawnUpTo: 1 })
  })
})

describe('a date to go live', () => {
  const inIndex = async (campaignId: string): Promise<boolean> => {
    const { Item } = await tables.documentClient.send(
      new GetCommand({ TableName: tables.name('CampaignsTable'), Key: goLiveKey(campaignId) }),
    )
    return Item?.dueKey === 'go-live' && Item.due === '2027-01-16T08:00:00.000Z'
  }
  const at = new Date('2027-01-16T08:00:00Z')
  const tick = (campaignId: string) => goLiveDue(dependencies)(campaignId, at)

  it('is found by the index until it has come', async () => {
    const { campaignId } = await approved()
    await scheduleGoLive(dependencies, { campaignId, goLiveAt: at }, by('jana'))
    expect(await inIndex(campaignId)).toBe(true)
    await tick(campaignId)
    expect(await inIndex(campaignId)).toBe(false)
    const lines = await tables.itemsOf('AuditTable', `campaign#${campaignId}`)
    expect(lines.find(({ action }) => action === 'went-live')).toMatchObject({
      by: 'engine',
      onBehalfOf: 'id-of-jana',
    })
  })

  it('stays that of its version where the campaign is edited', async () => {
    const copy = await approved()
    const { campaignId } = copy
    await scheduleGoLive(dependencies, { campaignId, goLiveAt: at }, by('jana'))
    const edit = { given: { ...copy.content, name: 'Later' }, revision: String(copy.revision) }
    await editDraft(dependencies, campaignId, edit, by('jana'))
    expect(await tick(campaignId)).toBe('went-live')
    expect(await dependencies.live.live(campaignId)).toMatchObject({ version: 1, name: 'Low balance' })
  })

  it('is skipped while the campaign is paused, and ends with the campaign', async () => {
    for (const [steer, expected] of [
      [pauseCampaign, 'skipped'],
      [endCampaign, 'not-due'],
    ] as const) {
      const copy = await wentLive()
      const { campaignId } = copy
      await nextApproved(copy)
      await scheduleGoLive(dependencies, { campaignId, goLiveAt: at }, by('jana'))
      await steer(dependencies, { campaignId }, by('eva'))
      expect(await tick(campaignId)).toBe(expected)
      expect(await dependencies.live.live(campaignId)).toMatchObject({ version: 1 })
      expect(await inIndex(campaignId)).toBe(false)
    }
  })

  it('has nothing to do where its version went live before', async () => {
    const { campaignId } = await approved()
    await scheduleGoLive(dependencies, { campaignId, goLiveAt: at }, by('jana'))
    await goLive(dependencies, { campaignId }, by('jana'))
    expect(await inIndex(campaignId)).toBe(false)
    expect(await tick(campaignId)).toBe('not-due')
  })
})
