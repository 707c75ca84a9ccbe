import { type ResidentMemory, residentMemory } from '#test/bench/end-to-end/resident-memory.ts'
import { processorSeconds } from '#test/bench/growth/processor-seconds.ts'
import type { FaultyCloud } from '#test/faults/processes/faulty-cloud.ts'

/** Whose time and memory are told apart. */
export const PARTIES = ['functions', 'worker', 'cloud', 'database', 'publisher'] as const

/**
 * In seconds of processor time. `functions`: their environments alone; `worker`: the process they run in, with them
 * and the pollers of their queues; `cloud`: bus, queues and providers, which AWS plays; `publisher`: this process.
 */
export type ProcessorTime = Readonly<Record<(typeof PARTIES)[number], number>>

const own = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** What everybody has computed so far. @throws Error where no functions run */
export const processorTime = async (cloud: FaultyCloud): Promise<ProcessorTime> => {
  const usage = await cloud.usage()
  if (!usage) throw new Error('no functions run')
  const functions = Object.values(usage.functions).reduce((sum, { cpu }) => sum + cpu, 0)
  const { processes } = cloud
  return {
    functions: functions / 1e6,
    worker: usage.cpu / 1e6,
    cloud: processorSeconds(processes.cloud),
    database: processorSeconds(processes.database),
    publisher: own(),
  }
}

export const timeBetween = (before: ProcessorTime, after: ProcessorTime): ProcessorTime => ({
  functions: after.functions - before.functions,
  worker: after.worker - before.worker,
  cloud: after.cloud - before.cloud,
  database: after.database - before.database,
  publisher: after.publisher - before.publisher,
})

export type Memory = Readonly<Record<'worker' | 'cloud' | 'database', ResidentMemory>>

export const memory = ({ processes }: FaultyCloud): Memory => ({
  worker: residentMemory(processes.worker),
  cloud: residentMemory(processes.cloud),
  database: residentMemory(processes.database),
})
