import type { Said } from '#test/support/api/request-arbitrary.ts'

/** What answers have named so far: ids by the name of their key, and the ETags of each thing. */
export interface KnownThings {
  /** One of them, or nothing that exists where none is known. */
  readonly say: (name: string, said: Said) => string
  readonly etagOf: (path: string, said: Said) => string
  readonly learn: (path: string, etag: string | null, body: unknown) => void
  readonly know: (name: string, values: readonly string[]) => void
}

/** More would only be more of the same. */
const MOST = 40

/** What an address is about: `/v1/campaigns/ID/approve` is about `/v1/campaigns/ID`. */
const rootOf = (path: string): string => path.split('/').slice(0, 4).join('/')

export const createKnownThings = (): KnownThings => {
  const ids = new Map<string, string[]>()
  const etags = new Map<string, string[]>()
  const know = (name: string, values: readonly string[]): void => {
    const all = [...new Set([...(ids.get(name) ?? []), ...values])]
    ids.set(name, all.slice(-MOST))
  }
  const look = (body: unknown): void => {
    if (typeof body !== 'object' || body === null) return
    for (const [key, value] of Object.entries(body)) {
      if (['string', 'number'].includes(typeof value) && !Array.isArray(body)) know(key, [String(value)])
      look(value)
    }
  }
  return {
    say: (name, said) => {
      if ('value' in said) return said.value
      const all = ids.get(name === 'cursor' ? 'next' : name) ?? ['unknown']
      return all[said.known % all.length] ?? 'unknown'
    },
    etagOf: (path, said) => {
      if ('value' in said) return said.value
      const all = etags.get(rootOf(path)) ?? ['"1"']
      // The newest as often as all others.
      return (said.known % 2 === 0 ? all.at(-1) : all[said.known % all.length]) ?? '"1"'
    },
    learn: (path, etag, body) => {
      if (etag !== null) etags.set(rootOf(path), [...(etags.get(rootOf(path)) ?? []), etag].slice(-5))
      look(body)
    },
    know,
  }
}
