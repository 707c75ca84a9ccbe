import { describe, expect, it } from 'vitest'
import { mayPostTo } from '#shared/domain/webhooks/endpoint-url.ts'
import { retryDelay, WEBHOOK_ATTEMPTS } from '#shared/domain/webhooks/retry-delay.ts'
import { webhookEndpointsSchema } from '#shared/domain/webhooks/webhook-endpoints.ts'

const crm = { id: 'crm', url: 'https://crm.bank.example/bellwether?x=1', events: ['message.*', 'task.done'] }

describe('webhook endpoints', () => {
  it('may be several, each with what it asks for', () => {
    expect(webhookEndpointsSchema.parse([crm, { ...crm, id: 'crm-2' }])).toHaveLength(2)
  })

  it.each([
    ['two with one id', [crm, crm]],
    ['an id that is no plain word', [{ ...crm, id: 'CRM system' }]],
    ['nothing asked for', [{ ...crm, events: [] }]],
    ['a type that does not exist', [{ ...crm, events: ['message.sending'] }]],
    ['plain http', [{ ...crm, url: 'http://crm.bank.example/' }]],
    ['more than ten', Array.from({ length: 11 }, (_, index) => ({ ...crm, id: `crm-${index}` }))],
    ['a field that nobody knows', [{ ...crm, secret: 'whsec_1' }]],
  ])('are not %s', (_, endpoints) => {
    expect(webhookEndpointsSchema.safeParse(endpoints).success).toBe(false)
  })
})

describe('an address to post to', () => {
  it.each([
    'http://crm.bank.example/',
    'https://user@crm.bank.example/',
    'https://:secret@crm.bank.example/',
    'https://localhost/',
    'https://a.localhost/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:169.254.169.254]/',
    'https://[fe80::1]/',
    'http://127.0.0.1:9001/2018-06-01/runtime/invocation/next',
    'file:///etc/passwd',
    'crm.bank.example',
    '',
  ])('is not %j', (url) => {
    expect(mayPostTo(url, false)).toBe(false)
  })

  it.each(['https://crm.bank.example:8443/hooks', 'https://10.1.2.3/', 'https://1.bank.example/'])(
    'is %s',
    (url) => expect(mayPostTo(url, false)).toBe(true),
  )

  it('is plain http to this machine only where functions run on it', () => {
    expect(mayPostTo('http://127.0.0.1:4000/webhooks/crm', true)).toBe(true)
    expect(mayPostTo('http://localhost:4000/', true)).toBe(true)
    expect(mayPostTo('http://127.0.0.1.bank.example.evil/', true)).toBe(false)
    expect(mayPostTo('http://169.254.169.254/', true)).toBe(false)
  })
})

describe('attempts', () => {
  const delays = (id: string) =>
    Array.from({ length: WEBHOOK_ATTEMPTS - 1 }, (_, index) => retryDelay(index + 1, id))

  it('begin within seconds, and never leave an endpoint that is well again waiting for long', () => {
    const all = delays('evt_1')
    expect(all[0]).toBeLessThanOrEqual(6)
    expect(Math.max(...all)).toBeLessThanOrEqual(18 * 60)
  })

  it('go on for about a day', () => {
    const hours = delays('evt_1').reduce((sum, seconds) => sum + seconds, 0) / 3600
    expect(hours).toBeGreaterThan(20)
    expect(hours).toBeLessThan(28)
  })

  it('are spread: what failed together does not come back together', () => {
    const third = new Set(Array.from({ length: 50 }, (_, index) => retryDelay(3, `evt_${index}`)))
    expect(third.size).toBeGreaterThan(20)
    expect(retryDelay(3, 'evt_1')).toBe(retryDelay(3, 'evt_1'))
  })
})
