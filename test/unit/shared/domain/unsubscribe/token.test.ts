import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Keyring, parseKeyring } from '#shared/domain/unsubscribe/keyring.ts'
import {
  readUnsubscription,
  signUnsubscription,
  type Unsubscription,
} from '#shared/domain/unsubscribe/token.ts'

const keyring: Keyring = { current: 'k1', keys: new Map([['k1', 'a'.repeat(44)]]) }
const other: Keyring = { current: 'k1', keys: new Map([['k1', 'b'.repeat(44)]]) }

const identifier = fc.stringMatching(/^[A-Za-z0-9._:-]{1,64}$/)
const unsubscriptions: fc.Arbitrary<Unsubscription> = fc.record({
  customerId: identifier,
  channel: fc.constantFrom('email', 'sms', 'inapp'),
  campaignId: identifier,
  campaignVersion: fc.integer({ min: 1, max: 100_000 }),
})
const example: Unsubscription = {
  customerId: 'C1042',
  channel: 'email',
  campaignId: 'savings-offer',
  campaignVersion: 3,
}

describe('a token', () => {
  it('says what it was signed for, in a word that every URL and email header carries as it is', () => {
    fc.assert(
      fc.property(unsubscriptions, (unsubscription) => {
        const token = signUnsubscription(unsubscription, keyring)
        expect(readUnsubscription(token, keyring)).toEqual(unsubscription)
        expect(token).toMatch(/^[A-Za-z0-9._-]{1,512}$/)
      }),
    )
  })

  it('is always the same word, because emails that were sent cannot be changed', () => {
    expect(signUnsubscription(example, keyring)).toBe(
      'v1.k1.WyJDMTA0MiIsImVtYWlsIiwic2F2aW5ncy1vZmZlciIsM10.0cm1VDUZKPAU21cWch_e5DDFxtd9uSR_RMTJ_kFRg-I',
    )
  })

  it('is not made where the page would not look at it: ids longer than any contract allows', () => {
    expect(() => signUnsubscription({ ...example, customerId: 'C'.repeat(400) }, keyring)).toThrow(
      'unreadable-message',
    )
  })

  it('goes on working when another key signs, for as long as its own is kept', () => {
    const old = signUnsubscription(example, keyring)
    const rotated = { current: 'k2', keys: new Map([...keyring.keys, ['k2', 'c'.repeat(44)]]) }
    expect(signUnsubscription(example, rotated)).toMatch(/^v1\.k2\./)
    expect(readUnsubscription(old, rotated)).toEqual(example)
    expect(
      readUnsubscription(old, { current: 'k2', keys: new Map([['k2', 'a'.repeat(44)]]) }),
    ).toBeUndefined()
  })
})

describe('no token', () => {
  const token = signUnsubscription(example, keyring)
  const refused = (text: string): void => {
    expect([text, readUnsubscription(text, keyring)]).toEqual([text, undefined])
  }

  it('is one that another key signed', () => {
    fc.assert(fc.property(unsubscriptions, (each) => refused(signUnsubscription(each, other))))
  })

  it('is one with another customer, channel, campaign or version under the same signature', () => {
    fc.assert(
      fc.property(unsubscriptions, unsubscriptions, (mine, theirs) => {
        fc.pre(JSON.stringify(mine) !== JSON.stringify(theirs))
        const [layout, key, , signature] = signUnsubscription(mine, keyring).split('.')
        const payload = signUnsubscription(theirs, keyring).split('.')[2]
        refused([layout, key, payload, signature].join('.'))
      }),
    )
  })

  it('is one that was cut off, lengthened, or changed in any letter', () => {
    for (let length = 0; length < token.length; length++) refused(token.slice(0, length))
    for (const more of ['=', '.', '.x', 'A', ' ', '\n']) refused(token + more)
    for (let at = 0; at < token.length; at++)
      refused(`${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`)
  })

  it.each([
    ['another layout', token.replace('v1', 'v2')],
    ['a key that is a property of every object', token.replace('k1', 'constructor')],
    [
      'the signature of the unknown key’s stand-in',
      signUnsubscription(example, { current: 'k9', keys: new Map([['k9', 'no-secret']]) }),
    ],
    ['more parts', `${token}.${token}`],
    ['more than any of ours is long', `v1.k1.${'A'.repeat(600)}.${'A'.repeat(43)}`],
    ['base64url spelt otherwise', token.replace(/\.([\w-]+)$/, '.$1=')],
  ])('is one with %s', (_what, text) => refused(text))

  it('is one that is signed, but longer than any of ours', () => {
    const payload = Buffer.from(JSON.stringify(['C'.repeat(400), 'email', 'a', 1])).toString('base64url')
    const signed = `v1.k1.${payload}`
    const signature = createHmac('sha256', 'a'.repeat(44)).update(`unsubscribe ${signed}`).digest('base64url')
    refused(`${signed}.${signature}`)
  })

  it('is any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), refused))
    fc.assert(
      fc.property(fc.array(fc.base64String(), { minLength: 4, maxLength: 4 }), (p) => refused(p.join('.'))),
    )
  })

  it.each([
    { channel: 'pigeon' },
    { campaignVersion: 1.5 },
    { campaignVersion: '1' },
    { customerId: null },
    { campaignId: undefined },
  ])('is one that is signed, but with %j', (changes) => {
    refused(signUnsubscription({ ...example, ...changes } as unknown as Unsubscription, keyring))
  })
})

describe('a keyring', () => {
  const secret = 's'.repeat(32)

  it('is read from the secret as CDK generates it, and with keys added', () => {
    expect(parseKeyring(JSON.stringify({ current: 'k1', k1: secret }))).toEqual({
      current: 'k1',
      keys: new Map([['k1', secret]]),
    })
    expect(parseKeyring(JSON.stringify({ current: 'k2', k1: secret, k2: secret }))?.keys.size).toBe(2)
  })

  it.each([
    ['no JSON', 'x'],
    ['no object', '"k1"'],
    ['no current key', JSON.stringify({ k1: secret })],
    ['a current key that is not in it', JSON.stringify({ current: 'k2', k1: secret })],
    [
      'a current key that is a property of every object',
      JSON.stringify({ current: 'constructor', k1: secret }),
    ],
    ['a key that is too short', JSON.stringify({ current: 'k1', k1: secret, k0: 's'.repeat(31) })],
    ['a key id that no link could carry', JSON.stringify({ current: 'k1', k1: secret, 'k.2': secret })],
  ])('is not one with %s', (_what, text) => {
    expect(parseKeyring(text)).toBeUndefined()
  })
})
