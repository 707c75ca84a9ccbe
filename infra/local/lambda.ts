import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { FunctionLog } from '#infra/local/function-log.ts'

export interface FunctionDefinition {
  readonly name: string
  readonly arn: string
  /** The bundle's file and the name of its export. */
  readonly modulePath: string
  readonly handlerName: string
  /** Everything that the function finds in `process.env`. */
  readonly environment: Readonly<Record<string, string>>
  readonly timeoutSeconds: number
  readonly memorySize: number
  /** Of a `ClockOffset` that the function's time follows. @default the machine's time */
  readonly clockOffset?: SharedArrayBuffer
}

/** The function threw, timed out or broke down. Its name and message are the function's own, where it had any. */
export class FunctionError extends Error {
  constructor(functionName: string, cause: { name: string; message: string; stack?: string }) {
    super(`${functionName}: ${cause.name}: ${cause.message}`, { cause })
    this.name = 'FunctionError'
  }
}

/** What the invocations of a function have taken since its start. */
export interface FunctionUsage {
  readonly invocations: number
  /** From the event to the answer, without the loading of bundles, in milliseconds. */
  readonly milliseconds: number
  /** Processor time of its environments, the loading of bundles in it, in microseconds. */
  readonly cpu: number
  /** Of what was printed. */
  readonly printedBytes: number
}

/** A laptop's cores are shared with the bus, the queues and the database; more would only wait for each other. */
const MAX_ENVIRONMENTS = 2

/** Plays one Lambda function in worker threads; each holds one invocation at a time, as on Lambda. */
export class LocalFunction {
  readonly definition: FunctionDefinition
  readonly #waiting: (() => void)[] = []
  readonly #log: FunctionLog
  readonly #idle: Environment[] = []
  readonly #busy = new Set<Environment>()
  #stopped = false
  #invocations = 0
  #milliseconds = 0

  constructor(definition: FunctionDefinition, log: FunctionLog) {
    this.definition = definition
    this.#log = log
  }

  /** Invocations under way. */
  get running(): number {
    return this.#busy.size
  }

  /** Invokes in an idle environment, or in a new one; waits where there are enough. @throws FunctionError */
  async invoke(event: unknown): Promise<unknown> {
    while (this.#busy.size >= MAX_ENVIRONMENTS)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    if (this.#stopped)
      throw new FunctionError(this.definition.name, { name: 'Stopped', message: 'the local cloud stops' })
    const environment = this.#takeIdle() ?? new Environment(this.definition, this.#log)
    this.#busy.add(environment)
    try {
      return await this.#timed(environment, event)
    } finally {
      this.#busy.delete(environment)
      if (environment.alive) this.#idle.push(environment)
      this.#waiting.shift()?.()
    }
  }

  async #timed(environment: Environment, event: unknown): Promise<unknown> {
    await environment.loaded()
    const start = performance.now()
    this.#invocations += 1
    try {
      return await environment.invoke(event)
    } finally {
      this.#milliseconds += performance.now() - start
    }
  }

  /** One may have broken down since its last invocation, by something that the handler left running. */
  #takeIdle(): Environment | undefined {
    for (let next = this.#idle.pop(); next !== undefined; next = this.#idle.pop()) if (next.alive) return next
    return undefined
  }

  /** Bytes on the heap of that environment which has the most; 0 without any. */
  async largestHeap(): Promise<number> {
    const environments = [...this.#idle, ...this.#busy].filter(({ alive }) => alive)
    return Math.max(0, ...(await Promise.all(environments.map((environment) => environment.heap()))))
  }

  /** What its invocations took; environments that have ended no longer count in the processor time. */
  async usage(): Promise<FunctionUsage> {
    const environments = [...this.#idle, ...this.#busy].filter(({ alive }) => alive)
    const cpus = await Promise.all(environments.map((environment) => environment.cpu()))
    return {
      invocations: this.#invocations,
      milliseconds: this.#milliseconds,
      cpu: cpus.reduce((sum, each) => sum + each, 0),
      printedBytes: this.#log.printedBytes(this.definition.name),
    }
  }

  /** Ends every environment; invocations under way and waiting ones fail. */
  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all([...this.#idle, ...this.#busy].map((environment) => environment.end()))
    this.#idle.length = 0
  }
}

/** What a worker is told of one invocation. */
export interface InvocationRequest {
  readonly requestId: string
  /** As JSON. */
  readonly event: string
  /** In epoch milliseconds. */
  readonly deadline: number
}

/** What a worker is told at its start. */
export interface EnvironmentData extends FunctionDefinition {
  /** Directory in which Node keeps compiled bundles, where the process itself has one. */
  readonly compileCache: string | undefined
}

interface WorkerMessage {
  readonly printed?: string
  readonly ready?: true
  readonly result?: string
  readonly failure?: { readonly name: string; readonly message: string; readonly stack?: string }
}

class Environment {
  alive = true
  readonly #definition: FunctionDefinition
  readonly #worker: Worker
  readonly #ready = Promise.withResolvers<void>()
  #invocation = Promise.withResolvers<unknown>()

  constructor(definition: FunctionDefinition, log: FunctionLog) {
    this.#definition = definition
    this.#worker = new Worker(new URL('./lambda-worker.ts', import.meta.url), {
      env: { ...definition.environment },
      workerData: { ...definition, compileCache: process.env.NODE_COMPILE_CACHE } satisfies EnvironmentData,
      execArgv: [],
    })
    // Whether anyone waits for it depends on the moment of the breakdown.
    for (const { promise } of [this.#ready, this.#invocation]) promise.catch(() => {})
    this.#worker.on('message', (message: WorkerMessage) => this.#receive(message, log))
    this.#worker.on('error', (error) =>
      this.#break(error instanceof Error ? error : new Error(String(error))),
    )
    this.#worker.on('exit', (code) => this.#break({ name: 'Runtime.ExitError', message: `exit ${code}` }))
  }

  /** Loading the bundle is the init phase, which the function's timeout does not count. */
  loaded(): Promise<void> {
    return this.#ready.promise
  }

  async invoke(event: unknown): Promise<unknown> {
    await this.loaded()
    const { timeoutSeconds } = this.#definition
    this.#invocation = Promise.withResolvers<unknown>()
    const deadline = Date.now() + timeoutSeconds * 1000
    const request = { requestId: randomUUID(), event: JSON.stringify(event), deadline }
    this.#worker.postMessage(request satisfies InvocationRequest)
    const timer = setTimeout(() => {
      this.#break({ name: 'Sandbox.Timedout', message: `Task timed out after ${timeoutSeconds} seconds` })
      void this.end()
    }, timeoutSeconds * 1000)
    return await this.#invocation.promise.finally(() => clearTimeout(timer))
  }

  /** 0 for one that is still starting, or has just ended. */
  async heap(): Promise<number> {
    const none = { total_heap_size: 0, external_memory: 0 }
    const { total_heap_size, external_memory } = await this.#worker.getHeapStatistics().catch(() => none)
    return total_heap_size + external_memory
  }

  /** Microseconds; 0 for one that is still starting, or has just ended. */
  async cpu(): Promise<number> {
    const { user, system } = await this.#worker.cpuUsage().catch(() => ({ user: 0, system: 0 }))
    return user + system
  }

  async end(): Promise<void> {
    this.alive = false
    await this.#worker.terminate()
  }

  #receive({ printed, ready, result, failure }: WorkerMessage, log: FunctionLog): void {
    if (printed !== undefined) log.write(this.#definition.name, printed)
    else if (ready) this.#ready.resolve()
    else if (failure) this.#invocation.reject(new FunctionError(this.#definition.name, failure))
    else this.#invocation.resolve(result === undefined ? undefined : JSON.parse(result))
  }

  #break(cause: { name: string; message: string }): void {
    this.alive = false
    const error = new FunctionError(this.#definition.name, cause)
    this.#ready.reject(error)
    this.#invocation.reject(error)
  }
}
