import * as z from 'zod/mini'
import { localArn } from '#infra/local/account.ts'
import { type ArchivedEvent, type EventArchive, replayed } from '#infra/local/event-archive.ts'
import type { EventBus } from '#infra/local/event-bus.ts'
import { AwsError } from '#infra/local/loopback-server.ts'

const seconds = z.number()

const startSchema = z.object({
  ReplayName: z.string().check(z.regex(/^[.\-_A-Za-z0-9]{1,64}$/)),
  Description: z.optional(z.string()),
  EventSourceArn: z.string(),
  EventStartTime: seconds,
  EventEndTime: seconds,
  Destination: z.object({ Arn: z.string(), FilterArns: z.optional(z.array(z.string())) }),
})
const namedSchema = z.object({ ReplayName: z.string() })

type Start = z.infer<typeof startSchema>

interface Replay extends Start {
  state: 'RUNNING' | 'CANCELLING' | 'COMPLETED' | 'CANCELLED' | 'FAILED'
  reason?: string
  lastReplayed?: number
  readonly startedAt: number
  endedAt?: number
}

/** Handed over at once. */
const BATCH = 10

/** The operations of EventBridge that replay archives, by name. */
export interface EventReplays {
  readonly operations: Readonly<Record<string, (request: unknown) => unknown>>
  /** Ends what runs. What it had not replayed by then is not replayed: a replay does not outlive its cloud. */
  stop(): Promise<void>
}

const arnOf = (name: string): string => localArn('events', `replay/${name}`)

const read = <T extends z.ZodMiniType>(schema: T, request: unknown): z.output<T> => {
  const parsed = z.safeParse(schema, request)
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map(({ path }) => path.join('.')).join(', ')
  throw new AwsError('ValidationException', `The request is not valid: ${wrong}`)
}

/** Replays on the bus that the archive is of; replays of an earlier boot are not known any more. */
export const createEventReplays = (archives: readonly EventArchive[], bus: EventBus): EventReplays => {
  const replays = new Map<string, Replay>()
  const running = new Set<Promise<void>>()

  const archiveFor = ({ EventSourceArn, EventStartTime, EventEndTime, Destination }: Start): EventArchive => {
    const archive = archives.find(({ arn }) => arn === EventSourceArn)
    if (!archive) throw new AwsError('ResourceNotFoundException', `Archive ${EventSourceArn} does not exist.`)
    if (Destination.Arn !== localArn('events', `event-bus/${archive.busName}`))
      throw new AwsError('ValidationException', 'Cross event bus replay is not permitted.')
    if (EventStartTime >= EventEndTime)
      throw new AwsError('ValidationException', 'EventEndTime must be after EventStartTime.')
    return archive
  }

  const hand = async (events: readonly ArchivedEvent[], archive: EventArchive, replay: Replay) => {
    const bodies = events.map(({ line }) => replayed(line, replay.ReplayName))
    await bus.publishArchived(archive.busName, bodies, replay.Destination.FilterArns)
    replay.lastReplayed = events.at(-1)?.at ?? replay.EventStartTime * 1000
  }

  const run = async (replay: Replay, archive: EventArchive): Promise<void> => {
    try {
      const events = archive.between(replay.EventStartTime * 1000, replay.EventEndTime * 1000)
      for (let next = 0; next < events.length && replay.state === 'RUNNING'; next += BATCH)
        await hand(events.slice(next, next + BATCH), archive, replay)
      replay.state = replay.state === 'RUNNING' ? 'COMPLETED' : 'CANCELLED'
    } catch (error) {
      replay.state = 'FAILED'
      replay.reason = String(error)
    }
    replay.endedAt = Date.now()
  }

  const start = (request: unknown) => {
    const asked = read(startSchema, request)
    if (replays.has(asked.ReplayName))
      throw new AwsError('ResourceAlreadyExistsException', `Replay ${asked.ReplayName} already exists.`)
    const archive = archiveFor(asked)
    const replay: Replay = { ...asked, state: 'RUNNING', startedAt: Date.now() }
    replays.set(asked.ReplayName, replay)
    const ended = run(replay, archive)
    running.add(ended)
    void ended.then(() => running.delete(ended))
    return { ReplayArn: arnOf(asked.ReplayName), State: 'STARTING', ReplayStartTime: replay.startedAt / 1000 }
  }

  const named = (request: unknown): Replay => {
    const { ReplayName } = read(namedSchema, request)
    const replay = replays.get(ReplayName)
    if (replay) return replay
    throw new AwsError('ResourceNotFoundException', `Replay ${ReplayName} does not exist.`)
  }

  const cancel = (request: unknown) => {
    const replay = named(request)
    if (replay.state !== 'RUNNING')
      throw new AwsError('IllegalStatusException', `Replay ${replay.ReplayName} is not running.`)
    replay.state = 'CANCELLING'
    return { ReplayArn: arnOf(replay.ReplayName), State: replay.state }
  }

  return {
    operations: {
      StartReplay: start,
      DescribeReplay: (request) => described(named(request)),
      CancelReplay: cancel,
    },
    stop: async () => {
      for (const replay of replays.values()) if (replay.state === 'RUNNING') replay.state = 'CANCELLING'
      await Promise.all(running)
    },
  }
}

/** As DescribeReplay answers; times in seconds. */
const described = ({ state, reason, lastReplayed, startedAt, endedAt, ...asked }: Replay) => ({
  ...asked,
  ReplayArn: arnOf(asked.ReplayName),
  State: state,
  ReplayStartTime: startedAt / 1000,
  ...(reason === undefined ? {} : { StateReason: reason }),
  ...(lastReplayed === undefined ? {} : { EventLastReplayedTime: lastReplayed / 1000 }),
  ...(endedAt === undefined ? {} : { ReplayEndTime: endedAt / 1000 }),
})
