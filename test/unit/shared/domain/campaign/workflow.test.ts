import { describe, expect, it } from 'vitest'
import {
  type DraftAction,
  type DraftState,
  draftTransitions,
  type LiveAction,
  type LiveState,
  liveTransitions,
  nextDraftState,
  nextLiveState,
  statesAllowing,
} from '#shared/domain/campaign/workflow.ts'

const no = undefined

/** What a bank expects, action by action; the code says it state by state. */
describe('a working copy', () => {
  it.each<[DraftAction, Record<DraftState, DraftState | undefined>]>([
    ['edit', { draft: 'draft', submitted: 'draft', rejected: 'draft', approved: 'draft' }],
    ['submit', { draft: 'submitted', submitted: no, rejected: no, approved: no }],
    ['approve', { draft: no, submitted: 'approved', rejected: no, approved: no }],
    ['reject', { draft: no, submitted: 'rejected', rejected: no, approved: no }],
  ])('%s leads to %o', (action, expected) => {
    for (const state of Object.keys(draftTransitions) as DraftState[])
      expect([state, nextDraftState(state, action)]).toEqual([state, expected[state]])
  })

  it('is approved from nowhere but what was submitted, and is submitted only after it was written', () => {
    expect(statesAllowing(draftTransitions, 'approve')).toEqual(['submitted'])
    expect(statesAllowing(draftTransitions, 'submit')).toEqual(['draft'])
  })

  it('can always be written on, so that no state is a dead end', () => {
    expect(statesAllowing(draftTransitions, 'edit').toSorted()).toEqual(
      Object.keys(draftTransitions).toSorted(),
    )
  })
})

describe('a campaign that the engine reads', () => {
  it.each<[LiveAction, Record<LiveState, LiveState | undefined>]>([
    ['go-live', { none: 'live', live: 'live', paused: 'live', ended: 'live' }],
    ['pause', { none: no, live: 'paused', paused: no, ended: no }],
    ['resume', { none: no, live: no, paused: 'live', ended: no }],
    ['end', { none: no, live: 'ended', paused: 'ended', ended: no }],
  ])('%s leads to %o', (action, expected) => {
    for (const state of Object.keys(liveTransitions) as LiveState[])
      expect([state, nextLiveState(state, action)]).toEqual([state, expected[state]])
  })
})
