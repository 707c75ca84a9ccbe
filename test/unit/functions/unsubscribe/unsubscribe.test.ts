import { describe, expect, it } from 'vitest'
import type { PageRequest } from '#functions/unsubscribe/answer.ts'
import { anUnsubscribePage } from '#test/support/fakes/unsubscribe-world.ts'

const offer = { customerId: 'C1', channel: 'email', campaignId: 'savings-offer', campaignVersion: 2 } as const

const form = 'application/x-www-form-urlencoded'
const page = anUnsubscribePage()
const token = page.tokenFor(offer)

const requestWith = (changes: Partial<Omit<PageRequest, 'body'>> & { body?: string } = {}): PageRequest => ({
  method: 'POST',
  token,
  contentType: form,
  ...changes,
  body: Buffer.from(changes.body ?? 'List-Unsubscribe=One-Click'),
})

const multipart = (boundary: string) =>
  `--${boundary}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${boundary}--\r\n`

describe('a one-click request', () => {
  it.each([
    ['as a form', form, 'List-Unsubscribe=One-Click'],
    ['as a form with a charset', `${form}; charset=utf-8`, 'List-Unsubscribe=One-Click'],
    ['as multipart', 'multipart/form-data; boundary=----b1', multipart('----b1')],
  ])(
    '%s unsubscribes the customer of the link from its channel, at once',
    async (_how, contentType, body) => {
      const { answer, kept, counts } = anUnsubscribePage(new Date('2026-03-10T09:00:00Z'))
      expect(await answer(requestWith({ contentType, body }))).toMatchObject({ status: 200 })
      expect(kept).toEqual([{ ...offer, at: new Date('2026-03-10T09:00:00Z') }])
      expect(counts).toEqual({ Unsubscribed: 1 })
    },
  )

  it('that comes again is thanked for again', async () => {
    const { answer, kept, counts } = anUnsubscribePage()
    const answers = [await answer(requestWith()), await answer(requestWith())]
    expect(answers[1]).toEqual(answers[0])
    expect(kept).toHaveLength(1)
    expect(counts).toEqual({ Unsubscribed: 1, UnsubscribedAlready: 1 })
  })
})

describe('the page', () => {
  it.each(['GET', 'HEAD'])('of a %s changes nothing', async (method) => {
    const { answer, kept } = anUnsubscribePage()
    expect(await answer(requestWith({ method }))).toMatchObject({ status: 200 })
    expect(kept).toEqual([])
  })

  it('has one button, which sends what unsubscribes', async () => {
    const { answer, kept } = anUnsubscribePage()
    const { body } = await answer(requestWith({ method: 'GET', body: '' }))
    const buttons = [...body.matchAll(/<button name="(.+?)" value="(.+?)">/g)]
    expect(buttons).toHaveLength(1)
    expect(body).toContain('<form method="post">')
    const [, name = '', value = ''] = buttons[0] ?? []
    await answer(requestWith({ body: new URLSearchParams({ [name]: value }).toString() }))
    expect(kept).toHaveLength(1)
  })

  it('leads on to the page with the other channels, before and after', async () => {
    for (const method of ['GET', 'POST']) {
      const { body } = await anUnsubscribePage().answer(requestWith({ method }))
      const [, href = ''] = /<a href="(.+?)">/.exec(body) ?? []
      expect(new URL(href, `https://api.example/u/${token}`).href).toBe(`https://api.example/p/${token}`)
    }
  })

  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
    ['cs-CZ, zh;q=0.3, en;q=0.2', 'zh'],
    ['zh;q=0.1, en', 'en'],
    ['en;q=0, zh;q=0.1', 'zh'],
    ['de', 'en'],
    ['zhx', 'en'],
    [';;;,,q=;zh;q=abc', 'en'],
  ])('for readers of %j is in %s', async (acceptLanguage, language) => {
    const answer = await page.answer(requestWith({ method: 'GET', acceptLanguage }))
    expect(answer.headers['content-language']).toBe(language)
    expect(answer.body).toContain(`<html lang="${language}">`)
  })

  it.each(['en', 'zh'])('in %s shows and loads nothing that is not its own', async (acceptLanguage) => {
    for (const method of ['GET', 'POST']) {
      const { body, headers } = await page.answer(requestWith({ method, acceptLanguage }))
      const shown = body.replace(`href="../p/${token}"`, '')
      expect(shown).not.toMatch(/<script|<style|<link|<img|href|https?:|C1|savings-offer|v1\./)
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      })
    }
  })
})

describe('what is refused', () => {
  const huge = `List-Unsubscribe=One-Click&x=${'x'.repeat(3_000)}`

  it.each<[string, number, Parameters<typeof requestWith>[0]]>([
    ['a forged token', 404, { token: `${token.slice(0, -1)}!` }],
    ['an empty token', 404, { token: '' }],
    ['garbage', 404, { token: '../../etc/passwd' }],
    ['a page for a forged token', 404, { method: 'GET', token: 'x' }],
    ['no body', 400, { body: '' }],
    ['another body', 400, { body: 'unsubscribe=yes' }],
    ['another value', 400, { body: 'List-Unsubscribe=Two-Click' }],
    ['JSON', 400, { body: '{"List-Unsubscribe":"One-Click"}', contentType: 'application/json' }],
    ['no content type', 400, { contentType: undefined }],
    ['a content type that is none', 400, { contentType: 'a\nb' }],
    ['multipart without a boundary', 400, { contentType: 'multipart/form-data' }],
    ['too large a body', 413, { body: huge }],
    ['too large a body with a forged token', 413, { body: huge, token: 'x' }],
    ['PUT', 405, { method: 'PUT' }],
    ['DELETE', 405, { method: 'DELETE' }],
    ['OPTIONS', 405, { method: 'OPTIONS' }],
  ])('%s: %i, and nothing changes', async (_what, status, changes) => {
    const { answer, kept } = anUnsubscribePage()
    expect(await answer(requestWith(changes))).toMatchObject({ status })
    expect(kept).toEqual([])
  })

  it('is refused in the same words and headers, whatever is wrong with the token', async () => {
    const tokens = [
      '',
      'x',
      `${token}x`,
      token.replace('k1', 'k2'),
      token.slice(0, -5),
      `v1.k1.${'A'.repeat(2_000)}.A`,
    ]
    const answers = await Promise.all(tokens.map((each) => page.answer(requestWith({ token: each }))))
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1)
  })

  it('says which methods are allowed', async () => {
    expect((await page.answer(requestWith({ method: 'PUT' }))).headers.allow).toBe('GET, HEAD, POST')
  })
})
