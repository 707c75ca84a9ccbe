import { describe, expect, it } from 'vitest'
import type { PageRequest } from '#functions/unsubscribe/answer.ts'
import { anUnsubscribePage } from '#test/support/fakes/unsubscribe-world.ts'

const at = new Date('2026-03-10T09:00:00Z')
const offer = { customerId: 'C1', channel: 'email', campaignId: 'savings-offer', campaignVersion: 2 } as const

const FORM = 'application/x-www-form-urlencoded'
const token = anUnsubscribePage().tokenFor(offer)

const requestWith = (changes: Partial<Omit<PageRequest, 'body'>> & { body?: string } = {}): PageRequest => ({
  method: 'POST',
  token,
  contentType: FORM,
  ...changes,
  body: Buffer.from(changes.body ?? 'channel=sms&stop=chosen'),
})

describe('the form', () => {
  it.each(['GET', 'HEAD'])('of a %s changes nothing', async (method) => {
    const { choose, kept } = anUnsubscribePage(at)
    expect(await choose(requestWith({ method, body: '' }))).toMatchObject({ status: 200 })
    expect(kept).toEqual([])
  })

  it.each(['en', 'zh'])(
    'in %s has a box for each channel, none of them ticked, and two buttons',
    async (acceptLanguage) => {
      const { choose } = anUnsubscribePage(at)
      const { body, headers } = await choose(requestWith({ method: 'GET', body: '', acceptLanguage }))
      const values = (pattern: RegExp) => [...body.matchAll(pattern)].map(([, value]) => value)
      expect(values(/<input type="checkbox" name="channel" value="(.+?)">/g)).toEqual([
        'email',
        'sms',
        'inapp',
      ])
      expect(values(/<button name="stop" value="(.+?)">/g)).toEqual(['chosen', 'all'])
      expect(body).not.toMatch(/checked|<script|<style|<link|<img|href|https?:|C1|savings-offer|v1\./)
      expect(headers).toMatchObject({
        'content-language': acceptLanguage,
        'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
        'cache-control': 'no-store',
      })
    },
  )

  it('looks the same for everybody, whatever they stopped before', async () => {
    const world = anUnsubscribePage(at)
    const page = () => world.choose(requestWith({ method: 'GET', body: '' }))
    const before = await page()
    await world.choose(requestWith({ body: 'stop=all' }))
    expect(await page()).toEqual(before)
    const other = world.tokenFor({ ...offer, customerId: 'C2', channel: 'sms' })
    expect(await world.choose(requestWith({ method: 'GET', body: '', token: other }))).toEqual(before)
  })
})

describe('what is sent', () => {
  it.each([
    ['one channel', 'channel=sms&stop=chosen', ['sms']],
    ['two', 'channel=inapp&channel=email&stop=chosen', ['inapp', 'email']],
    ['one twice', 'channel=sms&channel=sms&stop=chosen', ['sms']],
    ['all at once', 'stop=all', ['email', 'sms', 'inapp']],
    ['all at once, with a box ticked', 'channel=sms&stop=all', ['email', 'sms', 'inapp']],
    ['something else beside', 'channel=sms&customerId=C2&stop=chosen', ['sms']],
  ])('stops %s, for the customer of the link and no other', async (_, body, channels) => {
    const { choose, kept, counts } = anUnsubscribePage(at)
    expect(await choose(requestWith({ body }))).toMatchObject({ status: 200 })
    expect(kept).toEqual(channels.map((channel) => ({ ...offer, channel, at })))
    expect(counts).toEqual({ Unsubscribed: channels.length })
  })

  it('twice changes nothing more', async () => {
    const { choose, kept, counts } = anUnsubscribePage(at)
    const answers = [
      await choose(requestWith({ body: 'stop=all' })),
      await choose(requestWith({ body: 'stop=all' })),
    ]
    expect(answers[1]).toEqual(answers[0])
    expect(kept).toHaveLength(3)
    expect(counts).toEqual({ Unsubscribed: 3, UnsubscribedAlready: 3 })
  })

  it('with nothing ticked shows the form again', async () => {
    const { choose, kept } = anUnsubscribePage(at)
    const answer = await choose(requestWith({ body: 'stop=chosen' }))
    expect(answer.status).toBe(400)
    expect(answer.body).toContain('type="checkbox"')
    expect(kept).toEqual([])
  })

  it('may start nothing', async () => {
    const { choose, kept } = anUnsubscribePage(at)
    for (const body of ['start=all', 'stop=none', 'stop=', 'channel=sms', 'channel=sms&stop=chosen&stop=x']) {
      const { status } = await choose(requestWith({ body }))
      expect([body, status]).toEqual([body, body.endsWith('stop=x') ? 200 : 400])
    }
    expect(kept.map(({ channel }) => channel)).toEqual(['sms'])
  })
})

describe('what is refused', () => {
  it.each<[string, number, Parameters<typeof requestWith>[0]]>([
    ['a forged token', 404, { token: `${token.slice(0, -1)}!` }],
    ['garbage', 404, { token: '../../etc/passwd' }],
    ['a form for a forged token', 404, { method: 'GET', body: '', token: 'x' }],
    ['nothing ticked with a forged token', 404, { token: 'x', body: 'stop=chosen' }],
    ['an unknown channel', 400, { body: 'channel=phone&stop=chosen' }],
    ['an unknown channel beside a known one', 400, { body: 'channel=email&channel=__proto__&stop=chosen' }],
    ['more channels than there are', 400, { body: `${'channel=email&'.repeat(4)}stop=chosen` }],
    [
      'a file',
      400,
      {
        contentType: 'multipart/form-data; boundary=x',
        body: '--x\r\nContent-Disposition: form-data; name="stop"; filename="a"\r\n\r\nall\r\n--x--\r\n',
      },
    ],
    ['one click', 400, { body: 'List-Unsubscribe=One-Click' }],
    ['JSON', 400, { body: '{"stop":"all"}', contentType: 'application/json' }],
    ['no body', 400, { body: '' }],
    ['too large a body', 413, { body: `stop=all&x=${'x'.repeat(3_000)}` }],
    ['PUT', 405, { method: 'PUT' }],
  ])('%s: %i, and nothing changes', async (_what, status, changes) => {
    const { choose, kept } = anUnsubscribePage(at)
    expect(await choose(requestWith(changes))).toMatchObject({ status })
    expect(kept).toEqual([])
  })
})
