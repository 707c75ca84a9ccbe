/** A program to be killed: a local cloud without functions, whose providers can be made to fail. */
import { setTimeout as delay } from 'node:timers/promises'
import { type LocalCloud, startLocalCloud } from '#infra/local/cloud.ts'
import type { ProviderCall } from '#infra/local/providers/call.ts'
import type { Faults } from '#infra/local/providers/faults.ts'
import { answerParent, tellParent } from '#test/faults/processes/remote.ts'

export interface CloudProcessOptions {
  readonly dataDirectory: string
  readonly assembly: string
  readonly clockOffset: number
  readonly visibilityTimeoutSeconds?: number
  readonly feedbackDelay?: number
}

/** What of a call the verdict is about. */
export type RecordedCall = Pick<ProviderCall, 'channel' | 'tags' | 'at' | 'outcome' | 'error'>

export type CloudMethods = {
  readonly address: () => Pick<LocalCloud, 'outputs' | 'endpoints'>
  readonly setFaults: (faults: Faults) => void
  readonly setClockOffset: (milliseconds: number) => void
  /** Whether all came to rest within so many milliseconds. */
  readonly settled: (limit: number) => Promise<boolean>
  readonly calls: () => readonly RecordedCall[]
  readonly stop: () => Promise<void>
}

const options: CloudProcessOptions = JSON.parse(process.argv[2] ?? '{}')
let accepted = 0
const cloud = await startLocalCloud({
  ...options,
  schedules: 'manual',
  functions: 'elsewhere',
  onAccepted: () => {
    accepted += 1
    tellParent({ accepted })
  },
})
accepted = cloud.providers.calls().filter(({ outcome }) => outcome === 'accepted').length
cloud.setClockOffset(options.clockOffset)

const methods: CloudMethods = {
  address: () => ({ outputs: cloud.outputs, endpoints: cloud.endpoints }),
  setFaults: (faults) => cloud.providers.setFaults(faults),
  setClockOffset: (milliseconds) => cloud.setClockOffset(milliseconds),
  settled: (limit) => Promise.race([cloud.settled().then(() => true), delay(limit, false)]),
  calls: () =>
    cloud.providers.calls().map(({ channel, tags, at, outcome, error }) => ({
      ...{ channel, tags, at, outcome },
      ...(error === undefined ? {} : { error }),
    })),
  stop: () => cloud.stop(),
}
answerParent(methods)
