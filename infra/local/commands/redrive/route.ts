import type { MessageAttributeValue } from '@aws-sdk/client-sqs'
import { rawMembers } from '#infra/local/commands/redrive/raw-members.ts'
import type { Entry } from '#shared/publisher/limits.ts'

/** Where work goes back to, and as what. */
export type Route =
  | { readonly to: 'bus'; readonly entry: Entry }
  | {
      readonly to: 'queue'
      /** Name of the output that holds the queue's URL. */
      readonly queue: string
      readonly body: string
      readonly attributes?: Readonly<Record<string, MessageAttributeValue>>
      /** Of a FIFO queue: the line in which it stands, and an id that only a repetition of this move shares. */
      readonly line?: { readonly group: string; readonly id: string }
    }
  /** It cannot be put back, and stays where it is. */
  | { readonly to: 'nowhere'; readonly because: string }

/** Of members of a batch: their payload does not say who published the batch. */
const MEMBER_SOURCE = 'bank.redrive'

const stays = (because: string): Route => ({ to: 'nowhere', because })

type Members = ReadonlyMap<string, string>

const textOf = (members: Members, name: string): string | undefined => {
  const value: unknown = JSON.parse(members.get(name) ?? 'null')
  return typeof value === 'string' && value !== '' ? value : undefined
}

const eventRoute = (members: Members, typeName: string, source: string | undefined): Route => {
  const detailType = textOf(members, typeName)
  const detail = members.get('detail')
  if (detailType === undefined) return stays('it has no detail-type')
  if (!detail?.startsWith('{')) return stays('its detail is no JSON object')
  if (!source?.startsWith('bank.'))
    return stays("its source does not start with 'bank.', no rule would take it")
  return { to: 'bus', entry: { Source: source, DetailType: detailType, Detail: detail } }
}

const isCalendarHint = (members: Members): boolean =>
  textOf(members, 'customerId') !== undefined && textOf(members, 'kind') !== undefined

/** The way back of what react-to-events parked: an event, a member of a batch as one of its own, or a calendar hint. */
export const routeParked = (payload: string): Route => {
  const members = rawMembers(payload)
  if (members === undefined) return stays('it is no JSON object')
  if (members.has('detail-type')) return eventRoute(members, 'detail-type', textOf(members, 'source'))
  const member = members.has('batchMember') ? rawMembers(members.get('member') ?? '') : undefined
  if (member !== undefined) return eventRoute(member, 'detailType', MEMBER_SOURCE)
  if (isCalendarHint(members)) return { to: 'queue', queue: 'CalendarQueueUrl', body: payload }
  return stays('it has no detail-type')
}

/** Sources whose events the function record-outcome reads. */
const FEEDBACK_SOURCES: ReadonlySet<string> = new Set(['aws.ses', 'aws.sms-voice'])

/**
 * The way back of what EventBridge could not hand over: to the queue that missed it, if `TARGET_ARN` names one of ours,
 * so that no other rule sees the event twice; else by the event's source.
 * @param queueOfArn output of the queue with that ARN
 */
export const routeUndeliverable = (
  body: string,
  targetArn: string | undefined,
  queueOfArn: (arn: string) => string | undefined,
): Route => {
  const target = targetArn === undefined ? undefined : queueOfArn(targetArn)
  if (target !== undefined) return { to: 'queue', queue: target, body }
  const members = rawMembers(body)
  if (members === undefined) return stays('it is no JSON object')
  const source = textOf(members, 'source')
  if (source !== undefined && FEEDBACK_SOURCES.has(source))
    return { to: 'queue', queue: 'FeedbackQueueUrl', body }
  if (members.has('DDBStreamBatchInfo')) return stays('it names a part of a stream: RUNBOOK, Webhooks late')
  if (source === 'aws.events') return stays("it is a schedule's call, which the next one makes up for")
  return eventRoute(members, 'detail-type', source)
}

/**
 * The queue that a dead-letter queue belongs to, by the outputs' names: `EmailServiceDlqUrl` → `EmailServiceQueueUrl`.
 * @returns undefined where there is none, as for `UndeliverableDlqUrl`
 */
export const sourceQueue = (
  dlqOutput: string,
  outputs: Readonly<Record<string, string>>,
): string | undefined => {
  const name = dlqOutput.replace(/DlqUrl$/, 'QueueUrl')
  return name !== dlqOutput && outputs[name] !== undefined ? name : undefined
}

/** Finds the output of a queue by its ARN: the last parts of ARN and URL are the queue's name. */
export const queueByArn =
  (outputs: Readonly<Record<string, string>>) =>
  (arn: string): string | undefined => {
    const queueName = /^arn:[^:]+:sqs:/.test(arn) ? arn.split(':').at(-1) : undefined
    if (queueName === undefined) return undefined
    return Object.keys(outputs).find(
      (output) => output.endsWith('QueueUrl') && outputs[output]?.split('/').at(-1) === queueName,
    )
  }
