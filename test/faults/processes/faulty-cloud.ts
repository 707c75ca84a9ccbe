import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Connection, connect } from '#infra/local/commands/connection.ts'
import type { SourceLimits } from '#infra/local/event-sources.ts'
import type { Faults } from '#infra/local/providers/faults.ts'
import type { CloudMethods, CloudProcessOptions, RecordedCall } from '#test/faults/processes/cloud-process.ts'
import { Remote } from '#test/faults/processes/remote.ts'
import type { Usage, WorkerMethods } from '#test/faults/processes/worker-process.ts'

export interface FaultyCloudOptions extends Omit<CloudProcessOptions, 'clockOffset'> {
  readonly limits?: SourceLimits
  /** Outputs of queues: the worker reads these only @default all */
  readonly queues?: readonly string[]
  /** Instead of the template's batch sizes: outputs of queues → records */
  readonly batchSizes?: Readonly<Record<string, number>>
  /** What the functions are told to call instead of the cloud itself, such as a meter. */
  readonly between?: (endpoints: Endpoints) => Promise<Endpoints>
}

type Endpoints = Awaited<ReturnType<CloudMethods['address']>>['endpoints']

interface Address {
  readonly outputs: Readonly<Record<string, string>>
  readonly connection: Connection
  readonly endpoints: Endpoints
}

const program = (name: string): URL => new URL(`${name}.ts`, import.meta.url)

/**
 * A local cloud in two processes, each of which can be killed: stores, queues and providers in one, the functions in
 * the other. Its time can be set forward.
 */
export class FaultyCloud {
  readonly #options: FaultyCloudOptions
  #cloud: Remote<CloudMethods>
  #worker: Remote<WorkerMethods> | undefined
  #address: Address | undefined
  #clockOffset = 0
  #accepted = 0
  #onAccepted: () => void = () => {}

  constructor(options: FaultyCloudOptions) {
    this.#options = options
    this.#cloud = this.#startCloud()
  }

  /** Starts stores, queues and providers, not yet the functions. */
  static async start(options: FaultyCloudOptions): Promise<FaultyCloud> {
    const cloud = new FaultyCloud(options)
    await cloud.#connect()
    return cloud
  }

  get connection(): Connection {
    return this.#at.connection
  }

  /** Where the cloud itself listens. */
  get endpoints(): Endpoints {
    return this.#at.endpoints
  }

  get outputs(): Readonly<Record<string, string>> {
    return this.#at.outputs
  }

  /** The numbers of its processes on this machine, to see what they take of it; NaN for a worker that does not run. */
  get processes(): Readonly<Record<'cloud' | 'worker' | 'database', number>> {
    const database = Number(readFileSync(path.join(this.#options.dataDirectory, 'dynamodb.pid'), 'utf8'))
    return { cloud: this.#cloud.pid, worker: this.#worker?.pid ?? Number.NaN, database }
  }

  /** Calls that the providers have accepted so far. */
  get accepted(): number {
    return this.#accepted
  }

  /** The time of functions and providers. */
  now(): Date {
    return new Date(Date.now() + this.#clockOffset)
  }

  /** Sets the time forward. */
  async advance(milliseconds: number): Promise<void> {
    this.#clockOffset += milliseconds
    await Promise.all([
      this.#cloud.ask('setClockOffset', this.#clockOffset),
      this.#worker?.ask('setClockOffset', this.#clockOffset),
    ])
  }

  /** Resolves when the providers have accepted so many calls. @throws Error after `limit` milliseconds */
  async untilAccepted(count: number, limit: number): Promise<void> {
    const reached = Promise.withResolvers<void>()
    const timer = setTimeout(
      () =>
        reached.reject(new Error(`only ${this.#accepted} of ${count} calls were accepted in ${limit} ms`)),
      limit,
    )
    this.#onAccepted = () => {
      if (this.#accepted >= count) reached.resolve()
    }
    this.#onAccepted()
    await reached.promise.finally(() => clearTimeout(timer))
  }

  /**
   * @param feedbackFirst whether the providers' feedback is worked off before anything else
   * @param batchSizes for this worker instead of those of the options
   */
  async startWorker(feedbackFirst = false, batchSizes = this.#options.batchSizes): Promise<void> {
    const { assembly, dataDirectory, limits, queues, between } = this.#options
    const endpoints = (await between?.(this.#at.endpoints)) ?? this.#at.endpoints
    const options = {
      ...{ assembly, dataDirectory, endpoints, limits, feedbackFirst },
      clockOffset: this.#clockOffset,
      ...(queues && { queues }),
      ...(batchSizes && { batchSizes }),
    }
    const worker = new Remote<WorkerMethods>(program('worker-process'), options, () => {})
    this.#worker = worker
    await worker.ask('ready')
  }

  async killWorker(): Promise<void> {
    await this.#worker?.kill()
    this.#worker = undefined
  }

  /** Runs release-due, as each minute does. */
  async tick(): Promise<void> {
    await this.#worker?.ask('tick', this.now().toISOString())
  }

  async usage(): Promise<Usage | undefined> {
    return this.#worker?.ask('usage')
  }

  /** What the worker's functions have counted since it was started. */
  async metrics(): Promise<Readonly<Record<string, number>>> {
    return (await this.#worker?.ask('metrics')) ?? {}
  }

  async setFaults(faults: Faults): Promise<void> {
    await this.#cloud.ask('setFaults', faults)
  }

  async calls(): Promise<readonly RecordedCall[]> {
    return this.#cloud.ask('calls')
  }

  /** Waits until queues are empty and no feedback is under way. @throws Error after `limit` milliseconds */
  async settle(limit: number): Promise<void> {
    if (!(await this.#cloud.ask('settled', limit))) throw new Error(`no rest within ${limit} ms`)
  }

  /** `kill -9` of everything: functions, queues, providers and database; the data stay. */
  async killEverything(): Promise<void> {
    const { database } = this.processes
    await Promise.all([this.killWorker(), this.#cloud.kill()])
    try {
      process.kill(database, 'SIGKILL')
    } catch {
      // It ends by itself when its parent is gone, and may have been faster.
    }
    this.#address?.connection.close()
    this.#address = undefined
  }

  /** Starts it again on the data that are there, functions included. */
  async restart(): Promise<void> {
    this.#cloud = this.#startCloud()
    await this.#connect()
    await this.startWorker(true)
  }

  /** Ends the cloud in order, so that its data can be copied. */
  async stop(): Promise<void> {
    await this.killWorker()
    await this.#cloud.ask('stop')
    this.#address?.connection.close()
    await this.#cloud.kill()
  }

  get #at(): Address {
    if (!this.#address) throw new Error('the cloud is not running')
    return this.#address
  }

  #startCloud(): Remote<CloudMethods> {
    const { limits: _, queues: __, batchSizes: ___, between: ____, ...own } = this.#options
    const options: CloudProcessOptions = { ...own, clockOffset: this.#clockOffset }
    return new Remote<CloudMethods>(program('cloud-process'), options, ({ accepted }) => {
      this.#accepted = Number(accepted)
      this.#onAccepted()
    })
  }

  async #connect(): Promise<void> {
    const address = await this.#cloud.ask('address')
    this.#address = { ...address, connection: connect(address) }
  }
}
