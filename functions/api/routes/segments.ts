import * as z from 'zod/mini'
import { pageSchema } from '#functions/api/http/paging.ts'
import { defineRoute, routesOf } from '#functions/api/http/route.ts'
import { type Segment, segmentContentSchema, segmentIdSchema } from '#shared/domain/campaign/segment.ts'
import type { SegmentStore } from '#shared/ports/segments.ts'
import {
  changeSegment,
  createSegment,
  listSegments,
  readSegment,
  removeSegment,
} from '#shared/use-cases/segments/segments.ts'

export interface SegmentDependencies {
  readonly segments: SegmentStore
}

const params = z.strictObject({ segmentId: segmentIdSchema })
const segmentSchema = z.strictObject({
  segmentId: segmentIdSchema,
  ...segmentContentSchema.shape,
  revision: z.int(),
  updatedAt: z.string(),
  updatedBy: z.string(),
})
const readers = ['marketer', 'approver', 'compliance', 'admin'] as const
const path = '/v1/segments/{segmentId}'

const answerOf = <Status extends number>(status: Status, segment: Segment) =>
  ({ status, body: segment, etag: String(segment.revision) }) as const

const list = defineRoute({
  method: 'get',
  path: '/v1/segments',
  operationId: 'listSegments',
  tag: 'segments',
  summary: 'All segments, by id',
  roles: readers,
  request: { paged: true },
  responses: { 200: { description: 'Segments', schema: pageSchema(segmentSchema) } },
  handle: async ({ page }, { segments }: SegmentDependencies) => ({
    status: 200,
    body: await listSegments(segments, page),
  }),
})

const create = defineRoute({
  method: 'post',
  path: '/v1/segments',
  operationId: 'createSegment',
  tag: 'segments',
  summary: 'Name a condition, so that drafts may say { "segment": "id" }',
  roles: ['marketer'],
  request: { body: z.strictObject({ segmentId: segmentIdSchema, ...segmentContentSchema.shape }) },
  responses: {
    201: { description: 'The segment', schema: segmentSchema, etag: true },
    409: 'There is a segment of this id',
    422: 'The condition cannot stand as it is',
  },
  handle: async ({ body: { segmentId, ...content }, ...request }, { segments }: SegmentDependencies) =>
    answerOf(201, await createSegment(segments, segmentId, content, request)),
})

const read = defineRoute({
  method: 'get',
  path,
  operationId: 'readSegment',
  tag: 'segments',
  summary: 'One segment',
  roles: readers,
  request: { params },
  responses: {
    200: { description: 'The segment', schema: segmentSchema, etag: true },
    404: 'No such segment',
  },
  handle: async ({ params: { segmentId } }, { segments }: SegmentDependencies) =>
    answerOf(200, await readSegment(segments, segmentId)),
})

const change = defineRoute({
  method: 'put',
  path,
  operationId: 'changeSegment',
  tag: 'segments',
  summary: 'Change a segment; what was submitted with it before stays as it was',
  roles: ['marketer'],
  request: { params, body: segmentContentSchema, ifMatch: 'required' },
  responses: {
    200: { description: 'The segment', schema: segmentSchema, etag: true },
    404: 'No such segment',
    422: 'The condition cannot stand as it is',
  },
  handle: async ({ params, body, ifMatch, ...request }, { segments }: SegmentDependencies) =>
    answerOf(200, await changeSegment(segments, params.segmentId, body, ifMatch, request)),
})

const remove = defineRoute({
  method: 'delete',
  path,
  operationId: 'deleteSegment',
  tag: 'segments',
  summary: 'Delete a segment that no draft and no other segment stands on',
  roles: ['marketer'],
  request: { params, ifMatch: 'required' },
  responses: {
    204: { description: 'It is gone' },
    404: 'No such segment',
    409: 'Something stands on it',
  },
  handle: async ({ params, ifMatch, ...request }, { segments }: SegmentDependencies) => {
    await removeSegment(segments, params.segmentId, ifMatch, request)
    return { status: 204 }
  },
})

export const segmentRoutes = routesOf<SegmentDependencies>([list, create, read, change, remove])
