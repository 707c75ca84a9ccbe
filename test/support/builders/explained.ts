import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { indexCampaigns } from '#shared/domain/campaign/compile.ts'
import type { DecisionSubject } from '#shared/domain/decision/circumstances.ts'
import { decide } from '#shared/domain/decision/decide.ts'
import { decisionRecord } from '#shared/domain/decision/decision-record.ts'
import { candidateNames } from '#shared/domain/explain/candidate-name.ts'
import { explainEntries, type KnownCampaigns } from '#shared/domain/explain/explain.ts'
import type { DecisionExplanation, Explanation } from '#shared/domain/explain/explanation.ts'
import { explanationLines } from '#shared/domain/explain/explanation-lines.ts'
import type { Language } from '#shared/domain/explain/words/words.ts'
import type { JournalEntry } from '#shared/domain/message/journal-entry.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { decisionEntry, journalExpiry, messageEntry, taskEntry } from '#shared/tables/journal.ts'
import { aProfile, aSignal, noon } from '#test/support/builders/subjects.ts'

/** A low balance that says how low, an hour before it is decided about, unless told. */
export const anOccasion = (differs: Partial<DecisionSubject> = {}): DecisionSubject => ({
  signal: aSignal({
    data: {
      accountId: 'A1',
      balance: { minorUnits: 4_312_345, currency: 'CZK' },
      threshold: { minorUnits: 5_000_000, currency: 'CZK' },
    },
  }),
  profile: aProfile(),
  settings: defaultSettings,
  now: noon,
  ...differs,
})

/** What the journal holds of a decision right after it, as the recorder keys it. */
export const journalOf = (
  campaigns: readonly Campaign[],
  subject: DecisionSubject,
  eventId: string | undefined = 'E1',
): JournalEntry[] => {
  const record = decisionRecord(decide(subject, indexCampaigns(campaigns)), eventId)
  const { signal } = subject
  const at = new Date(signal.at)
  const expiresAt = journalExpiry(at)
  return [
    { ...record.decision, entry: decisionEntry(at, signal.id), expiresAt },
    ...record.messages.map((message) => ({
      ...message,
      entry: messageEntry(at, message.campaignId, signal.id),
      expiresAt,
    })),
    ...record.tasks.map(({ task, line: [assignee] }) => ({
      ...task,
      ...(assignee === undefined ? {} : { assignee }),
      entry: taskEntry(at, task.campaignId, signal.id),
      expiresAt,
    })),
  ]
}

export const knownFrom = (campaigns: readonly Campaign[]): KnownCampaigns => ({
  named: candidateNames(campaigns.map(({ id }) => id)),
  version: (named) => campaigns.find(({ id, version }) => id === named.id && version === named.version),
})

/** The explanation of one decision, as anybody reads it who finds the same campaigns again. */
export const explained = (
  campaigns: readonly Campaign[],
  subject: DecisionSubject = anOccasion(),
): DecisionExplanation => {
  const [decision] = explainEntries(journalOf(campaigns, subject), knownFrom(campaigns))
  if (!decision) throw new Error('nothing was decided')
  return decision
}

export const explanationOf = (
  decisions: readonly DecisionExplanation[],
  differs: Partial<Explanation> = {},
): Explanation => ({
  customerId: 'C1',
  timeZone: 'Europe/Prague',
  decisions,
  older: false,
  unreadable: 0,
  ...differs,
})

/** An explanation as one text, indented, a line each. */
export const textOf = (explanation: Explanation, language: Language): string =>
  explanationLines(explanation, language)
    .map(({ indent, text }) => `${'  '.repeat(indent)}${text}`)
    .join('\n')
