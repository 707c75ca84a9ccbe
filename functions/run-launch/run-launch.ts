import * as z from 'zod/mini'
import { decidePage } from '#functions/run-launch/decide-page.ts'
import type { LaunchDependencies } from '#functions/run-launch/dependencies.ts'
import { finishWhereDone } from '#functions/run-launch/finish-where-done.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import { controlOf } from '#shared/domain/launch/launch-control.ts'
import { advanced, type LaunchPart } from '#shared/domain/launch/launch-part.ts'
import { type LaunchWork, launchWorkSchema, waitBeforeLook } from '#shared/domain/launch/launch-work.ts'
import { LONGEST_WAIT, pageSize, waitInLine } from '#shared/domain/launch/pace.ts'
import type { CustomerPage } from '#shared/ports/customer-pages.ts'
import type { LaunchView } from '#shared/ports/launch-watch.ts'
import type { QueuedWork } from '#shared/ports/queued-work.ts'

/** For so long a page belongs to who has claimed it, in milliseconds. Most take less than one second. */
export const CLAIMED_MS = 10_000

/** Before that ends nothing new is begun: what is being written then takes some time, and clocks differ. */
const MARGIN_MS = 4_000

/** Kept for the page at hand when the function's time runs out, in milliseconds. */
const LAST_PAGE_MS = 20_000

/** A launch that was paused or cancelled stops within this, also where its worker waits for its turn; milliseconds. */
const LOOK_AGAIN_MS = 1_000

/** `ended`: nothing more to do for this message. */
type Step = { readonly kind: 'ended' } | { readonly kind: 'later'; readonly seconds: number } | PageDone

interface PageDone {
  readonly kind: 'advanced'
  readonly part: LaunchPart
}

const ENDED: Step = { kind: 'ended' }

const later = (milliseconds: number): Step => ({
  kind: 'later',
  seconds: Math.max(1, Math.ceil(milliseconds / 1_000)),
})

/** One message at work. */
interface Run extends LaunchDependencies {
  readonly work: LaunchWork
  /** The queue's id of the message, the same when it is handed out again. */
  readonly recordId: string
}

/** What stands against the next page; undefined where nothing does. */
const obstacleTo = async (
  { launch, campaigns, settings }: LaunchView,
  { work, launches, ends, recordId, now }: Run,
): Promise<Step | undefined> => {
  const control = controlOf(launch, campaigns[0], settings)
  if (control === 'go') return undefined
  if (control === 'wait') {
    const waited = work.waited ?? 0
    const seconds = waitBeforeLook(waited)
    await launches.send([{ ...work, waited: waited + seconds }], seconds)
    return ENDED
  }
  if (launch.state === 'running' || launch.state === 'paused') {
    const nobody = { userId: 'run-launch', name: 'run-launch', groups: [], requestId: recordId }
    await ends.cancel(launch, { reason: 'campaign-ended', ...nobody }, new Date(now()))
  }
  return ENDED
}

/** Waits for the page's turn. @returns false where the launch may have changed meanwhile */
const waitForTurn = async (page: CustomerPage, { launch }: LaunchView, run: Run): Promise<boolean> => {
  const { customersPerSecond } = launch
  const customers = page.profiles.length + page.unreadable.length
  if (customersPerSecond === undefined || customers === 0) return true
  const turn = await run.line.reserve(launch.launchId, customers, customersPerSecond)
  const wait = turn - run.now()
  if (wait > 0) await run.until(turn)
  return wait < LOOK_AGAIN_MS
}

const decideAndAdvance = async (
  part: LaunchPart,
  view: LaunchView,
  page: CustomerPage,
  begun: number,
  run: Run,
): Promise<Step> => {
  const { work, recordId, parts, counters, now } = run
  const claim = { by: recordId, until: now() + CLAIMED_MS }
  const claimed = await parts.claim(work.launchId, part, claim, now())
  if (claimed.kind === 'moved') return ENDED
  // Who is at it has a message of their own. Where that is this one, it has come again: its first run died, or will.
  if (claimed.kind === 'taken')
    return claimed.claim.by === recordId ? later(claimed.claim.until - now() + 1) : ENDED
  const until = claim.until - MARGIN_MS
  const funnel = await decidePage({ view, page, again: claimed.again, until }, run)
  const next = advanced(part, {
    funnel,
    next: page.next,
    readUnits: page.readUnits + view.readUnits,
    activeMs: now() - begun,
    at: new Date(now()),
  })
  if (!(await parts.advance(work.launchId, next, claim))) return ENDED
  counters.count('LaunchCustomers', next.done - part.done)
  return { kind: 'advanced', part: next }
}

const nextPage = async (part: LaunchPart, run: Run): Promise<Step> => {
  const begun = run.now()
  const view = await run.watch.look(run.work.launchId)
  if (!view) return ENDED
  const obstacle = await obstacleTo(view, run)
  if (obstacle) return obstacle
  const { customersPerSecond, parts = 1 } = view.launch
  const ahead = customersPerSecond === undefined ? 0 : waitInLine(view.line, begun)
  if (ahead > LONGEST_WAIT) return later(ahead - LONGEST_WAIT)
  const page = await run.pages.page({
    part: part.part,
    parts,
    cursor: part.cursor,
    limit: pageSize(customersPerSecond),
  })
  if (await waitForTurn(page, view, run)) return decideAndAdvance(part, view, page, begun, run)
  const changed = await run.watch.look(run.work.launchId)
  if (!changed) return ENDED
  return (await obstacleTo(changed, run)) ?? decideAndAdvance(part, changed, page, begun, run)
}

/** What passes is waited for with a new message, and uses up none of its receives; the claim has passed by then. */
const afterFailure =
  ({ log, work }: Run) =>
  (error: unknown): Step => {
    if (!(error instanceof RetryableError)) throw error
    log.warn('a page is done again', {
      launchId: work.launchId,
      part: String(work.part),
      reason: error.reason,
    })
    return later(CLAIMED_MS)
  }

/**
 * Works on one part of a launch, page by page, until it is done, its time is up or it may not go on; what is left goes on
 * with a new message. Two workers on one part are harmless: a page belongs to one of them.
 * @param remaining time that is left to the function, in milliseconds
 * @throws whatever the stores throw; the message comes again, and the page at hand with it
 */
export const runLaunch = async (
  { body, recordId }: QueuedWork,
  dependencies: LaunchDependencies,
  remaining: () => number,
): Promise<void> => {
  const work = z.parse(launchWorkSchema, JSON.parse(body))
  const { waited: _, ...rest } = work
  const run: Run = { ...dependencies, work, recordId }
  let part = await run.parts.part(work.launchId, work.part)
  while (part.state === 'waiting') {
    if (remaining() < LAST_PAGE_MS) return run.launches.send([rest])
    const step = await nextPage(part, run).catch(afterFailure(run))
    if (step.kind === 'ended') return
    if (step.kind === 'later') return run.launches.send([rest], step.seconds)
    part = step.part
  }
  await finishWhereDone(work.launchId, run)
}
