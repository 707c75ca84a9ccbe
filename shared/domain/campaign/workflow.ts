import * as z from 'zod/mini'

/** Where the working copy of a campaign stands. */
export const draftStateSchema = z.enum(['draft', 'submitted', 'approved', 'rejected'])
export type DraftState = z.infer<typeof draftStateSchema>

/** What people do with a working copy. */
export type DraftAction = 'edit' | 'submit' | 'approve' | 'reject'

/** Where each action leads; what is not named is not allowed. */
export type Transitions<State extends string, Action extends string, To extends string = State> = Readonly<
  Record<State, Readonly<Partial<Record<Action, To>>>>
>

/**
 * RULES 16 as a graph. Only what is submitted is approved; whatever is edited, approved or not, is a draft again, so that
 * a change never rides on an approval that was given before it.
 */
export const draftTransitions: Transitions<DraftState, DraftAction> = {
  draft: { edit: 'draft', submit: 'submitted' },
  submitted: { edit: 'draft', approve: 'approved', reject: 'rejected' },
  rejected: { edit: 'draft' },
  approved: { edit: 'draft' },
}

/** Where the campaign that the functions read stands; `none` while no version has ever gone live. */
export type LiveState = 'none' | 'live' | 'paused' | 'ended'

/** What people do with a campaign that was approved. `go-live`: with a newer version than the one that stands there. */
export type LiveAction = 'go-live' | 'pause' | 'resume' | 'end'

/**
 * An ended campaign is not resumed: what speaks again has been looked at again, as a newer version or a clone. A newer
 * version replaces the one before it wherever that stands.
 */
export const liveTransitions: Transitions<LiveState, LiveAction, Exclude<LiveState, 'none'>> = {
  none: { 'go-live': 'live' },
  live: { 'go-live': 'live', pause: 'paused', end: 'ended' },
  paused: { 'go-live': 'live', resume: 'live', end: 'ended' },
  ended: { 'go-live': 'live' },
}

/** Where the working copy is after the action; undefined where the action is not allowed. */
export const nextDraftState = (from: DraftState, action: DraftAction): DraftState | undefined =>
  draftTransitions[from][action]

/** Where the campaign is after the action; undefined where the action is not allowed. */
export const nextLiveState = (from: LiveState, action: LiveAction): Exclude<LiveState, 'none'> | undefined =>
  liveTransitions[from][action]

/** The states from which an action is allowed, in the order of the graph, for the person who tried it elsewhere. */
export const statesAllowing = <State extends string, Action extends string, To extends string>(
  transitions: Transitions<State, Action, To>,
  action: Action,
): State[] =>
  (Object.keys(transitions) as State[]).filter((state) => transitions[state][action] !== undefined)
