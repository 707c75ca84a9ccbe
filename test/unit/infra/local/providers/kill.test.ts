import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { startProviders } from '#infra/local/providers/providers.ts'

const body = JSON.stringify({
  FromEmailAddress: 'bank@example.com',
  Destination: { ToAddresses: ['anna@example.com'] },
  ConfigurationSetName: 'set',
  Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'Text' } } } },
})

/** Sends until the server is gone; returns the ids of the messages that were answered. */
async function sendUntilGone(url: string, answered: string[], onAnswer: () => void): Promise<void> {
  for (;;) {
    try {
      const answer = await fetch(`${url}/v2/email/outbound-emails`, { method: 'POST', body })
      answered.push(((await answer.json()) as { MessageId: string }).MessageId)
      onAnswer()
    } catch {
      return
    }
  }
}

it('keeps every answered message, and its feedback to come, through a kill -9', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'killed-'))
  const child = spawn(process.execPath, ['test/support/providers-process.ts', dataDirectory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
  const answered: string[] = []
  const killAfterFifty = () => void (answered.length === 50 && child.kill('SIGKILL'))
  await Promise.all(Array.from({ length: 8 }, () => sendUntilGone(url, answered, killAfterFifty)))
  expect(await exited).toEqual([null, 'SIGKILL'])

  const settled = new Map<unknown, string[]>()
  const providers = await startProviders({
    dataDirectory,
    secrets: {},
    gatewaySecret: 'secret',
    publishFeedback: async ({ detailType, detail }) => {
      const { messageId } = detail.mail as { messageId: string }
      settled.set(messageId, [...(settled.get(messageId) ?? []), detailType])
    },
  })
  await providers.resumeFeedback()
  expect(answered.length).toBeGreaterThanOrEqual(50)
  for (const id of answered) expect(settled.get(id)).toEqual(['Email Sent', 'Email Delivered'])
  // Those taken but not answered any more are in doubt for their sender: they are settled as well.
  expect(settled.size).toBe(providers.calls().length)
  expect(providers.pendingFeedback()).toBe(0)
  await providers.stop()
  await rm(dataDirectory, { recursive: true })
})
