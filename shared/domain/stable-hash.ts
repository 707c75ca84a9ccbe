import { hash } from 'node:crypto'

/** Characters of 48 bits in base64url: a whole number of them, so that a prefix is a prefix of the bits. */
const SHORT = 8

/**
 * A short text that stands for a longer one: 48 bits of SHA-256 as 8 base64url characters. Stable for ever, so that
 * a replay finds what the first run found.
 */
export const shortHash = (text: string): string => hash('sha256', text, 'base64url').slice(0, SHORT)

const C1 = 0xcc9e2d51
const C2 = 0x1b873593

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits))

const scramble = (block: number): number => Math.imul(rotate(Math.imul(block, C1), 15), C2)

/**
 * MurmurHash3 x86_32 (Austin Appleby, public domain) over the text's UTF-16 code units, two to a block. Not for
 * secrets: it spreads customers evenly over holdouts and variants, thousands of times a millisecond, and gives the same
 * answer for ever.
 * @param seed makes independent hashes of the same text
 * @returns 32 bits, unsigned
 */
export const spreadHash = (text: string, seed = 0): number => {
  let hash = seed | 0
  const even = text.length & ~1
  for (let i = 0; i < even; i += 2) {
    hash ^= scramble(text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16))
    hash = (Math.imul(rotate(hash, 13), 5) + 0xe6546b64) | 0
  }
  if (even < text.length) hash ^= scramble(text.charCodeAt(even))
  hash ^= text.length * 2
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Maps a text evenly and stably onto [0, 1), in steps of 2^-32. */
export const unitHash = (text: string, seed = 0): number => spreadHash(text, seed) / 2 ** 32
