import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Launch } from '#shared/domain/launch/launch.ts'
import type { LaunchTotals } from '#shared/domain/launch/launch-part.ts'
import type { LaunchStage } from '#test/bench/launch/stage.ts'

/** Between two looks at a launch, in milliseconds. */
const LOOK = 100
const SAMPLE = 1_000

/** A worker's memory at one moment of a launch. */
export interface MemorySample {
  readonly seconds: number
  readonly done: number
  /** Of the process with everything in it, and of the largest heap of the function alone; in MB. */
  readonly residentMb: number
  readonly heapMb: number
}

export interface Played {
  readonly launch: Launch
  readonly totals: LaunchTotals
  /** From its start to its end, by the functions' clock. */
  readonly seconds: number
  /** Processor time of the worker's process, in seconds; undefined where it was killed. */
  readonly workerCpuSeconds?: number
  /** Processor time of the database's process, in seconds. */
  readonly databaseCpuSeconds: number
  readonly memory: readonly MemorySample[]
  readonly kills: number
  /** What the functions counted; of a worker that was killed all is lost. */
  readonly metrics: Readonly<Record<string, number>>
}

/** Linux counts in hundredths of a second (USER_HZ). */
const cpuOf = (pid: number): number => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return Number.NaN
  }
}

const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20)

export interface PlayOptions {
  /** Where the database writes down its process, to ask how much time it took. */
  readonly databasePidFile: string
  /** After so many customers the worker is killed. */
  readonly killsAt?: readonly number[]
  /** After so many customers the launch is cancelled. */
  readonly cancelAt?: number
  /** In milliseconds. */
  readonly limit: number
  readonly onProgress?: (done: number) => void
}

/** Follows a launch to its end, kills the worker on its way, and starts it again. @throws Error after the limit */
export const play = async (
  { cloud, totals: totalsOf, look, cancel }: LaunchStage,
  launch: Launch,
  { databasePidFile, killsAt = [], cancelAt, limit, onProgress = () => {} }: PlayOptions,
): Promise<Played> => {
  const databasePid = Number(readFileSync(databasePidFile, 'utf8'))
  const cpuBefore = (await cloud.usage())?.cpu ?? 0
  const databaseBefore = cpuOf(databasePid)
  const metricsBefore = await cloud.metrics()
  const memory: MemorySample[] = []
  const began = performance.now()
  const left = [...killsAt]
  let kills = 0
  let sampled = 0
  for (;;) {
    const totals = await totalsOf(launch)
    onProgress(totals.done)
    const now = await look(launch)
    if (performance.now() - sampled > SAMPLE) {
      sampled = performance.now()
      const usage = await cloud.usage()
      if (usage)
        memory.push({
          seconds: Math.round(sampled - began) / 1_000,
          done: totals.done,
          residentMb: megabytes(usage.process),
          heapMb: megabytes(Math.max(0, ...Object.values(usage.heaps))),
        })
    }
    if (now.state !== 'running') {
      const after = await cloud.metrics()
      const usage = await cloud.usage()
      return {
        launch: now,
        totals,
        seconds: (Date.parse(now.doneAt ?? '') - Date.parse(now.startedAt ?? '')) / 1_000,
        ...(kills === 0 && usage ? { workerCpuSeconds: (usage.cpu - cpuBefore) / 1e6 } : {}),
        databaseCpuSeconds: cpuOf(databasePid) - databaseBefore,
        memory,
        kills,
        metrics: Object.fromEntries(
          Object.entries(after).map(([metric, sum]) => [metric, sum - (metricsBefore[metric] ?? 0)]),
        ),
      }
    }
    if (cancelAt !== undefined && totals.done >= cancelAt) await cancel(launch)
    if (left[0] !== undefined && totals.done >= left[0]) {
      left.shift()
      await cloud.killWorker()
      kills += 1
      await cloud.startWorker()
    }
    if (performance.now() - began > limit)
      throw new Error(`only ${totals.done} customers were decided in ${limit} ms`)
    await delay(LOOK)
  }
}
