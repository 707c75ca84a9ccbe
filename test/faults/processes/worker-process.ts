/** A program to be killed: the functions of a local cloud that runs in another process. */
import { type LocalWorker, startWorker, type WorkerOptions } from '#infra/local/worker.ts'
import { answerParent } from '#test/faults/processes/remote.ts'

/** In bytes. */
export interface Usage {
  /** Of the whole process, which holds all functions and the pollers of all queues. */
  readonly process: number
  /** Processor time of the whole process since its start, in microseconds. */
  readonly cpu: number
  /** The largest heap of one environment, by function. */
  readonly heaps: Awaited<ReturnType<LocalWorker['heaps']>>
  readonly functions: Awaited<ReturnType<LocalWorker['usage']>>
}

export type WorkerMethods = {
  /** Resolves when it works. */
  readonly ready: () => void
  /** Runs release-due as its schedule does. @param at ISO 8601 */
  readonly tick: (at: string) => Promise<void>
  readonly setClockOffset: (milliseconds: number) => void
  readonly usage: () => Promise<Usage>
  /** Sums of the functions' metrics by name. */
  readonly metrics: () => Readonly<Record<string, number>>
}

const options: WorkerOptions = JSON.parse(process.argv[2] ?? '{}')
const worker = await startWorker(options)
const ofFunctions = async (): Promise<Pick<Usage, 'heaps' | 'functions'>> => ({
  heaps: await worker.heaps(),
  functions: await worker.usage(),
})
const methods: WorkerMethods = {
  ready: () => {},
  tick: (at) => worker.tickSchedules(new Date(at), 'ReleaseDueFunction'),
  setClockOffset: (milliseconds) => worker.setClockOffset(milliseconds),
  usage: async () => {
    const { user, system } = process.cpuUsage()
    return { process: process.memoryUsage.rss(), cpu: user + system, ...(await ofFunctions()) }
  },
  metrics: () => worker.metrics(),
}
answerParent(methods)
