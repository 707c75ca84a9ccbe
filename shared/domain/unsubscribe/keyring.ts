import * as z from 'zod/mini'

/** Keys that sign links to unsubscribe. Old ones stay in it, so that links in old emails go on working. */
export interface Keyring {
  /** Id of the key that signs; the others only verify. */
  readonly current: string
  /** Key id → secret. */
  readonly keys: ReadonlyMap<string, string>
}

/** What a key may be called: it stands in every link. */
export const KEY_ID = /^[a-z0-9]{1,16}$/

/** 32 letters and digits are 190 bits; a shorter secret is a mistake. */
const SHORTEST_SECRET = 32

const keyringSchema = z.record(z.string(), z.string())

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Reads `{ "current": "k2", "k1": "…", "k2": "…" }`, the secret's text.
 * @returns undefined when it is not one; no part of the text is shown, for all of it is secret
 */
export const parseKeyring = (text: string): Keyring | undefined => {
  const parsed = z.safeParse(keyringSchema, parseJson(text))
  if (!parsed.success) return undefined
  const { current, ...secrets } = parsed.data
  const entries = Object.entries(secrets)
  const usable = entries.every(([id, secret]) => KEY_ID.test(id) && secret.length >= SHORTEST_SECRET)
  if (!usable || current === undefined || !Object.hasOwn(secrets, current)) return undefined
  return { current, keys: new Map(entries) }
}
