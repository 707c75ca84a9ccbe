import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { flushCompileCache } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a process can be asked for, by name. */
export type Methods = Readonly<Record<string, (argument: never) => unknown>>

const COMPILE_CACHE = path.join(tmpdir(), 'bellwether-faults-compile-cache')

interface Question {
  readonly id: number
  readonly method: string
  readonly argument: unknown
}
type Answer = { readonly id: number; readonly result?: unknown; readonly error?: string }

/** Answers the parent's questions until it is gone; then this process ends, too. */
export const answerParent = (methods: Methods): void => {
  flushCompileCache()
  process.on('disconnect', () => process.exit())
  process.on('message', async ({ id, method, argument }: Question) => {
    try {
      const answer: Answer = { id, result: await methods[method]?.(argument as never) }
      process.send?.(answer)
    } catch (error) {
      process.send?.({ id, error: String(error instanceof Error ? error.stack : error) } satisfies Answer)
    }
  })
}

/** Tells the parent something that it did not ask for. */
export const tellParent = (news: Readonly<Record<string, unknown>>): void => void process.send?.({ news })

/** A program of this directory as a process of its own. */
export class Remote<Of extends Methods> {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  readonly #exited: Promise<unknown>
  #questions = 0
  #printed = ''

  /** @param onNews gets what the process tells by itself */
  constructor(program: URL, options: unknown, onNews: (news: Readonly<Record<string, unknown>>) => void) {
    this.#child = fork(fileURLToPath(program), [JSON.stringify(options)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
      // A worker that is started a hundred times need not compile its bundles each time.
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE },
    })
    this.#child.stderr?.on('data', (chunk) => {
      this.#printed = `${this.#printed}${chunk}`.slice(-4_000)
    })
    this.#exited = once(this.#child, 'exit').then(() => {
      const gone = new Error(`${fileURLToPath(program)} ended: ${this.#printed}`)
      for (const { reject } of this.#waiting.values()) reject(gone)
      this.#waiting.clear()
    })
    this.#child.on('message', (message: Answer | { readonly news: Readonly<Record<string, unknown>> }) => {
      if ('news' in message) onNews(message.news)
      else this.#take(message)
    })
  }

  /** Its number on this machine. */
  get pid(): number {
    return this.#child.pid ?? Number.NaN
  }

  /** @throws Error as the process did, or when it is killed before it answers */
  ask<Name extends keyof Of & string>(
    method: Name,
    ...[argument]: Parameters<Of[Name]>
  ): Promise<Awaited<ReturnType<Of[Name]>>> {
    const id = this.#questions++
    const answer = Promise.withResolvers<unknown>()
    // Who asked may have been killed together with whom was asked; nobody waits for the answer then.
    answer.promise.catch(() => {})
    this.#waiting.set(id, answer)
    if (this.#child.connected) this.#child.send({ id, method, argument } satisfies Question)
    else this.#take({ id, error: 'the process has ended' })
    return answer.promise as Promise<Awaited<ReturnType<Of[Name]>>>
  }

  /** `kill -9`. Resolves when the process is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#exited
  }

  #take({ id, result, error }: Answer): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(result)
    else waiting?.reject(new Error(error))
  }
}
