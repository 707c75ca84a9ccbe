import type { Idempotency, Once } from '#shared/ports/idempotency.ts'

/** Keeps what the port says is kept, without its day of expiry. */
export const createInMemoryIdempotency = (): Idempotency => {
  const kept = new Map<string, { content: string; result?: string }>()
  return {
    once: async <Result>(
      request: unknown,
      content: unknown,
      work: () => Promise<Result>,
    ): Promise<Once<Result>> => {
      const id = JSON.stringify(request)
      const text = JSON.stringify(content)
      const before = kept.get(id)
      if (before !== undefined && before.content !== text) return { outcome: 'other-request' }
      if (before?.result !== undefined)
        return { outcome: 'repeated', result: JSON.parse(before.result) as Result }
      if (before !== undefined) return { outcome: 'running' }
      kept.set(id, { content: text })
      try {
        const result = await work()
        kept.set(id, { content: text, result: JSON.stringify(result) })
        return { outcome: 'done', result }
      } catch (error) {
        kept.delete(id)
        throw error
      }
    },
  }
}
