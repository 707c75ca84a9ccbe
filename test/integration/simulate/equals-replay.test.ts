import { expect, it } from 'vitest'
import type { MessageLine } from '#functions/simulate/message-line.ts'
import { simulate } from '#functions/simulate/simulate.ts'
import { localSettings } from '#infra/local/commands/local-settings.ts'
import type { RecordedEntry } from '#infra/local/commands/replay/entries.ts'
import { replayedMessages } from '#infra/local/commands/replay/messages.ts'
import { play } from '#infra/local/commands/replay/play.ts'
import { scanTable } from '#infra/local/scan-table.ts'
import { readNamedCampaigns } from '#infra/seed/shipped-campaigns.ts'
import { createTemplateRenderer } from '#shared/adapters/liquid/template-renderer.ts'
import { defaultPriceSheet } from '#shared/domain/simulation/price-sheet.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'
import { onlyCampaigns } from '#test/support/local-cloud/campaigns.ts'
import { startEngine } from '#test/support/local-cloud/engine.ts'
import { recorded, recordedStream } from '#test/support/recorded-stream.ts'

/** Marketing by email with a link to unsubscribe, held over night, that some fall out of at the cap. */
const offer = aCampaign({
  id: 'savings-offer',
  purpose: 'marketing',
  trigger: { signals: [{ type: 'LargeDeposit' }] },
  channels: ['email', 'inapp'],
  expiresAfterHours: 48,
  variants: [
    { id: 'a', weight: 1, messages: {} },
    { id: 'b', weight: 1, messages: { en: { inapp: { title: 'B', text: 'Savings B' } } } },
  ],
  messages: {
    en: {
      email: {
        subject: 'Savings',
        text: 'Dear {{ customer.name }}, {{ unsubscribe.url }} {{ bank.postalAddress }}',
      },
      inapp: { title: 'Savings', text: 'Savings' },
    },
  },
})

const campaigns = [...readNamedCampaigns('examples').filter(({ trigger }) => 'signals' in trigger), offer]

/** Consents to marketing, which the stream's customers have seldom. */
const consentOf = (customerId: string): RecordedEntry =>
  recorded('CustomerProfileChanged', `M-${customerId}`, '2026-02-25', {
    customerId,
    consents: (['email', 'inapp'] as const).map((channel) => ({
      ...{ purpose: 'marketing' as const, channel, granted: true },
      ...{ at: '2026-02-25T00:00:00Z', proof: 'form' },
    })),
  })

const { known, happening } = recordedStream({ customers: 60, transactionsPerCustomer: 5, seed: 19 })
const entries = [...known, ...Array.from({ length: 60 }, (_, i) => consentOf(`C${i}`)), ...happening]

const simulated = async (): Promise<readonly MessageLine[]> => {
  const { messages } = await simulate({
    entries,
    live: campaigns,
    drafts: [],
    settings: localSettings,
    prices: defaultPriceSheet,
    renderer: createTemplateRenderer(),
    now: new Date(),
  })
  return messages
}

it('a simulation says, message for message, what the deployment sends when the same entries are replayed', async () => {
  const engine = await startEngine({ streams: 'off' })
  try {
    await onlyCampaigns(engine, ...campaigns)
    await play(entries, engine.cloud, engine)
    const journal = scanTable(engine.documentClient, engine.name('JournalTable'))
    const replayed = await replayedMessages(journal, engine.cloud.providers.calls())
    const expected = await simulated()
    expect(expected).toEqual(replayed)

    // What the comparison is worth: every channel, both purposes, what was held and what did not go out.
    const tell = (values: readonly (string | undefined)[]) => [...new Set(values)].sort()
    expect(tell(replayed.map(({ channel }) => channel))).toEqual(['email', 'inapp', 'sms'])
    expect(tell(replayed.map(({ campaign }) => campaign))).toContain('savings-offer@1')
    expect(replayed.some(({ sentAt, decidedAt }) => sentAt !== undefined && sentAt > decidedAt)).toBe(true)
    expect(replayed.length).toBeGreaterThan(80)
  } finally {
    await engine.stop()
  }
})
