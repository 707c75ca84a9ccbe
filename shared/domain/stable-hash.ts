import { createHash } from 'node:crypto'

/**
 * A short text that stands for a longer one: 48 bits of SHA-256 as 8 base64url characters. Stable for ever, so that
 * a replay finds what the first run found.
 */
export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, 6).toString('base64url')

/** Maps a text evenly and stably onto [0, 1). */
export const unitHash = (text: string): number =>
  createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48
