import { expect, it, onTestFinished } from 'vitest'
import { createSmtpRelay } from '#infra/local/providers/smtp-relay.ts'
import { startSmtpServer } from '#test/support/smtp-server.ts'

const draft = {
  operation: 'SendEmail',
  channel: 'email',
  from: 'Bank <bank@example.com>',
  destination: ['Anna <anna@example.com>', 'hidden@example.com'],
  tags: {},
} as const

const message = (text: string): Buffer => Buffer.from(`Subject: One\r\n\r\n${text}\r\n`)

const relayTo = (host: string, port: number) => {
  const failures: string[] = []
  const relay = createSmtpRelay({ host, port, onFailure: (reason) => void failures.push(reason) })
  onTestFinished(relay.stop)
  return { relay, failures }
}

it('hands an email on byte for byte, to everybody it is for', async () => {
  const server = await startSmtpServer()
  onTestFinished(server.stop)
  const { relay, failures } = relayTo(server.host, server.port)
  const texts = ['.\r\n..\r\n.a dot begins a line', '您好 ěšč', `${'long '.repeat(300)}`]
  for (const text of texts) relay.take(draft, message(text))
  await relay.stop()
  expect(failures).toEqual([])
  expect(server.received()).toHaveLength(3)
  for (const { from, to } of server.received())
    expect([from, to]).toEqual(['bank@example.com', ['anna@example.com', 'hidden@example.com']])
  expect(server.received().map(({ bytes }) => bytes)).toEqual(
    expect.arrayContaining(texts.map((text) => message(text))),
  )
})

it('says once, and without an address, that a server refuses', async () => {
  const server = await startSmtpServer((recipient) => recipient === 'anna@example.com')
  onTestFinished(server.stop)
  const { relay, failures } = relayTo(server.host, server.port)
  const only = { ...draft, destination: ['anna@example.com'] }
  for (const text of ['1', '2', '3']) relay.take(only, message(text))
  await relay.stop()
  expect(failures).toEqual(['EENVELOPE'])
  expect(server.received()).toEqual([])
})

it('says once that there is no server, and goes on', async () => {
  const gone = await startSmtpServer()
  await gone.stop()
  const { relay, failures } = relayTo(gone.host, gone.port)
  for (const text of ['1', '2', '3']) relay.take(draft, message(text))
  await relay.stop()
  expect(failures).toHaveLength(1)
  expect(failures[0]).toMatch(/^E[A-Z]+$/)
})
