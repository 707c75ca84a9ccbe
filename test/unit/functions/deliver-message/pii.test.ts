import { SESv2Client, SESv2ServiceException } from '@aws-sdk/client-sesv2'
import type { SQSEvent } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { describe, expect, it } from 'vitest'
import { deliverMessage } from '#functions/deliver-message/deliver-message.ts'
import { createTemplateRenderer } from '#shared/adapters/liquid/template-renderer.ts'
import { createSesEmailProvider } from '#shared/adapters/ses/email-provider.ts'
import type { MessageEntry } from '#shared/domain/message/journal-entry.ts'
import { unknownProfile } from '#shared/domain/profile/customer-profile.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { perRecord } from '#shared/lambda/sqs-batch.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { aMessage } from '#test/support/builders/messages.ts'
import {
  createCounts,
  createInMemoryCampaigns,
  createInMemoryContacts,
  createInMemoryProfiles,
  createLogSink,
  createRecordingProvider,
} from '#test/support/fakes/delivery-world.ts'
import { createInMemoryJournal } from '#test/support/fakes/in-memory-journal.ts'
import { createRun } from '#test/support/fakes/in-memory-line.ts'

const MARK = /pii-?mark|777000777/i
const contact = { fullName: 'Piimark Piimarková', email: 'pii-mark@mail.example', phone: '+420777000777' }

const refusal = (name: string, httpStatusCode: number) =>
  new SESv2ServiceException({
    name,
    $fault: 'client',
    $metadata: { httpStatusCode },
    message: `Email address is not verified: ${contact.email}`,
  })

/** Everything a run may leave behind: what it logs, returns and throws, and the journal. */
const run = async (options: {
  ses?: Error
  message?: Partial<MessageEntry>
  text?: string
  body?: string
}) => {
  const log = createLogSink()
  const ses = mockClient(SESv2Client)
  const answer = ses.onAnyCommand()
  if (options.ses) answer.rejects(options.ses)
  else answer.resolves({ MessageId: 'ses-1' })
  const message = aMessage(options.message)
  const journal = createInMemoryJournal(message)
  const text = options.text ?? 'Dear {{ customer.name }}'
  const messages = {
    en: { email: { subject: '{{ customer.firstName }}', text }, inapp: { title: 't', text } },
  }
  const { line, turns } = createRun(new Date('2026-03-10T09:00:05.000Z'))
  const profiles = createInMemoryProfiles({ ...unknownProfile('C1'), known: true })
  const deliver = deliverMessage({
    line,
    turns,
    journal,
    campaigns: createInMemoryCampaigns(defaultSettings, aCampaign({ messages })),
    contacts: createInMemoryContacts({ C1: contact }),
    profiles,
    recentContacts: profiles.recentContacts,
    renderer: createTemplateRenderer(),
    providers: {
      email: createSesEmailProvider({
        client: new SESv2Client({}),
        fromAddress: 'bank@bank.example',
        configurationSet: 'set',
      }),
      sms: createRecordingProvider(),
    },
    clock: () => new Date('2026-03-10T09:00:05.000Z'),
    wallClock: () => new Date('2026-03-10T09:00:05.000Z'),
    counters: createCounts(),
    log,
  })
  const body = options.body ?? JSON.stringify({ customerId: message.customerId, entry: message.entry })
  const thrown: string[] = []
  const observed = (work: Parameters<typeof deliver>[0]) =>
    deliver(work).catch((error: unknown) => {
      thrown.push(
        error instanceof Error ? `${error.stack} ${JSON.stringify(error)} ${error.cause}` : String(error),
      )
      throw error
    })
  const record = { messageId: 'm1', body, attributes: { ApproximateReceiveCount: '3' } }
  const response = await perRecord(observed, { concurrency: 1, log })({ Records: [record] } as SQSEvent)
  const sent = ses.calls().map(({ args }) => JSON.stringify(args[0].input))
  return {
    left: [...log.lines, ...thrown, JSON.stringify(response)],
    stored: journal.stored(message),
    sent,
    lines: log.lines,
  }
}

describe('who a customer is', () => {
  it('stands in the email, or these tests would prove nothing', async () => {
    const { sent } = await run({})
    expect(sent.join()).toMatch(MARK)
  })

  it.each([
    ['success', {}, 'sent'],
    ['a refusal that quotes the address', { ses: refusal('MessageRejected', 400) }, 'failed'],
    ['throttling', { ses: refusal('TooManyRequestsException', 429) }, 'held'],
    ['an unknown failure of the provider', { ses: refusal('InternalFailure', 500) }, 'sending'],
    [
      'a timeout',
      { ses: Object.assign(new Error(`timed out: ${contact.email}`), { name: 'TimeoutError' }) },
      'sending',
    ],
    [
      'a connection that broke',
      { ses: Object.assign(new Error(contact.email), { code: 'ECONNRESET' }) },
      'sending',
    ],
    ['a render error', { text: '{{ customer.name | money }}' }, 'failed'],
    ['a template that fails on the name', { text: '{{ customer.name | date }}' }, 'failed'],
    ['an inbox that asks for the name', { message: { channel: 'inapp' } }, 'failed'],
    ['a resend in doubt', { message: { state: 'sending', attempts: 1 } }, 'sent'],
    ['a garbled body', { body: `{"customerId":"${contact.email}"` }, 'queued'],
  ] as const)('stands nowhere else after %s', async (_, options, state) => {
    const { left, stored } = await run(options as Parameters<typeof run>[0])
    expect(stored.state).toBe(state)
    for (const trace of left) expect(trace).not.toMatch(MARK)
    expect(JSON.stringify(stored)).not.toMatch(MARK)
  })

  it('would be noticed in the log', async () => {
    const { lines } = await run({ ses: refusal('MessageRejected', 400) })
    expect(lines.length).toBeGreaterThan(0)
  })
})
