import * as z from 'zod/mini'
import { pageSchema } from '#functions/api/http/paging.ts'
import { defineRoute, routesOf } from '#functions/api/http/route.ts'
import { campaignParams, campaignReaders } from '#functions/api/routes/campaign-shapes.ts'
import { type Launch, launchSchema } from '#shared/domain/launch/launch.ts'
import { launchTotalsSchema } from '#shared/domain/launch/launch-part.ts'
import { type CancelLaunchDependencies, cancelLaunch } from '#shared/use-cases/launches/cancel-launch.ts'
import { type LaunchInProgress, readLaunch } from '#shared/use-cases/launches/read-launch.ts'
import { type StartLaunchDependencies, startLaunch } from '#shared/use-cases/launches/start-launch.ts'

export interface LaunchRouteDependencies extends StartLaunchDependencies {
  readonly launches: CancelLaunchDependencies
}

/** What people are shown of a launch: not when the tick looks at it. */
const shape = z.omit(launchSchema, { due: true, queuedAt: true, partsDone: true, items: true })
const launchBody = z.strictObject(shape.shape)
const progressBody = z.strictObject({
  ...launchTotalsSchema.shape,
  total: z.optional(z.int()),
  totalIsEstimate: z.boolean(),
  rate: z.number(),
  remainingSeconds: z.optional(z.int()),
})
const launchInProgress = z.strictObject({ ...shape.shape, progress: progressBody })

const shown = ({
  due: _,
  queuedAt: __,
  partsDone: ___,
  items: ____,
  ...launch
}: Launch): z.infer<typeof launchBody> => launch
const inProgress = ({ progress, ...launch }: LaunchInProgress) => ({ ...shown(launch), progress })

const launchParams = z.strictObject({
  /** `CAMPAIGN.20260329T010000000Z`. */
  launchId: z.string().check(z.regex(/^[a-z][a-z0-9-]{2,63}\.\d{8}T\d{9}Z$/)),
})

const start = defineRoute({
  method: 'post',
  path: '/v1/campaigns/{campaignId}/launches',
  operationId: 'startLaunch',
  tag: 'launches',
  summary: 'Launch a live campaign to its audience, now or at an instant, beside its schedule',
  description:
    'It begins within a minute of its time. Every customer is decided about once, by the same gates as always; with `customersPerSecond` no faster than that.',
  roles: ['marketer', 'approver'],
  request: {
    params: campaignParams,
    body: z.strictObject({
      at: z.optional(z.iso.datetime({ offset: true })),
      customersPerSecond: z.optional(z.int().check(z.minimum(1), z.maximum(10_000))),
    }),
  },
  responses: {
    201: { description: 'The launch', schema: launchBody },
    404: 'No such campaign',
    409: 'It is not live, has no schedule, or is launched at this instant already',
    422: 'The instant is not ahead, or further than a year',
  },
  handle: async ({ params: { campaignId }, body, ...acting }, dependencies: LaunchRouteDependencies) => {
    const { at, customersPerSecond } = body
    const wanted = { campaignId, customersPerSecond, ...(at === undefined ? {} : { at: new Date(at) }) }
    return { status: 201, body: shown(await startLaunch(dependencies)(wanted, acting)) }
  },
})

const list = defineRoute({
  method: 'get',
  path: '/v1/campaigns/{campaignId}/launches',
  operationId: 'listLaunches',
  tag: 'launches',
  summary: 'Launches of a campaign, the newest occurrence first; skipped ones among them, with the reason',
  roles: campaignReaders,
  request: { params: campaignParams, paged: true },
  responses: { 200: { description: 'Launches', schema: pageSchema(launchBody) } },
  handle: async ({ params: { campaignId }, page }, { launches }: LaunchRouteDependencies) => {
    const { items, ...rest } = await launches.reader.launches(campaignId, page)
    return { status: 200, body: { items: items.map(shown), ...rest } }
  },
})

const read = defineRoute({
  method: 'get',
  path: '/v1/launches/{launchId}',
  operationId: 'readLaunch',
  tag: 'launches',
  summary: 'A launch and how far it has come',
  description:
    '`total` is an estimate until all parts are done, from those that are, before that from the size of the table; `rate` is customers a second now; `funnel` counts customers by what came of them: `won`, or the gate where they fell.',
  roles: campaignReaders,
  request: { params: launchParams },
  responses: { 200: { description: 'The launch', schema: launchInProgress }, 404: 'No such launch' },
  handle: async ({ params: { launchId }, now }, { launches }: LaunchRouteDependencies) => ({
    status: 200,
    body: inProgress(await readLaunch(launches)(launchId, now)),
  }),
})

const cancel = defineRoute({
  method: 'post',
  path: '/v1/launches/{launchId}/cancel',
  operationId: 'cancelLaunch',
  tag: 'launches',
  summary: 'Cancel a launch for good, within seconds: whom it has not come to yet hears nothing',
  roles: campaignReaders,
  request: { params: launchParams },
  responses: {
    200: { description: 'The launch', schema: launchInProgress },
    404: 'No such launch',
    409: 'It has ended already',
  },
  handle: async ({ params: { launchId }, ...acting }, { launches }: LaunchRouteDependencies) => ({
    status: 200,
    body: inProgress(await cancelLaunch(launches)(launchId, acting)),
  }),
})

export const launchRoutes = routesOf<LaunchRouteDependencies>([start, list, read, cancel])
