import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProviderCall } from '#infra/local/providers/call.ts'

/**
 * The calls, in memory and as files. What a method wrote outlives a SIGKILL of the process after it returned (it is
 * not synced against a power cut); a record is renamed into place, so there is never half of one.
 */
export class CallStore {
  readonly #directory: string
  readonly #calls = new Map<string, ProviderCall>()

  constructor(dataDirectory: string) {
    this.#directory = join(dataDirectory, 'inbox')
    mkdirSync(this.#directory, { recursive: true })
    const records = readdirSync(this.#directory).filter((name) => name.endsWith('.json'))
    const calls = records.map(
      (name) => JSON.parse(readFileSync(join(this.#directory, name), 'utf8')) as ProviderCall,
    )
    for (const call of calls.sort((a, b) => a.sequence - b.sequence)) this.#calls.set(call.id, call)
    this.#sequence = calls.at(-1)?.sequence ?? 0
  }

  #sequence: number

  /** Keeps a call, and before it the message itself: a record vouches that its message is there. */
  add(call: Omit<ProviderCall, 'sequence'>, message?: string | Uint8Array): ProviderCall {
    if (message !== undefined) writeFileSync(this.#messageFile(call.id), message)
    this.#sequence += 1
    return this.#keep({ ...call, sequence: this.#sequence })
  }

  feedbackDone(call: ProviderCall): void {
    this.#keep({ ...call, feedback: 'done' })
  }

  /** Oldest first. */
  all(): ProviderCall[] {
    return [...this.#calls.values()]
  }

  find(id: string): ProviderCall | undefined {
    return this.#calls.get(id)
  }

  /** The `.eml` of an accepted email. */
  message(call: ProviderCall): Uint8Array {
    return readFileSync(this.#messageFile(call.id))
  }

  #messageFile(id: string): string {
    return join(this.#directory, `${id}.eml`)
  }

  #keep(call: ProviderCall): ProviderCall {
    const file = join(this.#directory, `${call.id}.json`)
    writeFileSync(`${file}.new`, `${JSON.stringify(call)}\n`)
    renameSync(`${file}.new`, file)
    this.#calls.set(call.id, call)
    return call
  }
}
