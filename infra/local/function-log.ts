import { appendFileSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod/mini'

/** A line in CloudWatch's embedded metric format: which of its members are metrics. */
const emfSchema = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(z.object({ Metrics: z.array(z.object({ Name: z.string() })) })),
  }),
})

/** What the functions print: kept in one file per function and in memory, its metrics summed. */
export class FunctionLog {
  readonly lines: string[] = []
  readonly #sums = new Map<string, number>()
  readonly #bytes = new Map<string, number>()
  readonly #directory: string
  readonly #keepsLines: boolean

  /** @param options.keepsLines in memory, too: not for runs of hours @default true */
  constructor(directory: string, options: { readonly keepsLines?: boolean } = {}) {
    this.#directory = directory
    this.#keepsLines = options.keepsLines ?? true
    mkdirSync(directory, { recursive: true })
  }

  write(functionName: string, text: string): void {
    this.#bytes.set(functionName, this.printedBytes(functionName) + Buffer.byteLength(text))
    appendFileSync(path.join(this.#directory, `${functionName}.log`), text)
    const lines = text.split('\n').filter((line) => line !== '')
    for (const line of lines) {
      if (this.#keepsLines) this.lines.push(line)
      if (line.startsWith('{') && line.includes('"_aws"')) this.#count(line)
    }
  }

  /** Bytes that a function has printed since the start. */
  printedBytes(functionName: string): number {
    return this.#bytes.get(functionName) ?? 0
  }

  /** Sums by metric name since the start, over all functions and dimensions. */
  metrics(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#sums)
  }

  #count(line: string): void {
    const parsed = emfSchema.safeParse(parseJson(line))
    if (!parsed.success) return
    const names = parsed.data._aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name))
    for (const name of new Set(names)) {
      const values = [parsed.data[name]].flat().filter((value) => typeof value === 'number')
      this.#sums.set(
        name,
        values.reduce((sum, value) => sum + value, this.#sums.get(name) ?? 0),
      )
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
