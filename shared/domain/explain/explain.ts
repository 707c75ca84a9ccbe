import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { compileCampaign } from '#shared/domain/campaign/compile.ts'
import { GATES_VERSION } from '#shared/domain/decision/gates.ts'
import { reasonCodeSchema } from '#shared/domain/decision/reason-codes.ts'
import { type NamedVersion, namesIn } from '#shared/domain/explain/candidate-name.ts'
import { explainGates } from '#shared/domain/explain/explain-gates.ts'
import type {
  CandidateExplanation,
  DecisionExplanation,
  MessageExplanation,
  TaskExplanation,
} from '#shared/domain/explain/explanation.ts'
import type {
  DecisionEntry,
  JournalEntry,
  MessageEntry,
  TaskEntry,
} from '#shared/domain/message/journal-entry.ts'

/** What a decision's names stand for. */
export interface KnownCampaigns {
  /** Reads a candidate's name (shared/domain/explain/candidate-name.ts). */
  readonly named: (name: string) => NamedVersion | undefined
  /** The version as it was approved; undefined where it cannot be found or read. */
  readonly version: (named: NamedVersion) => Campaign | undefined
}

interface Consequences {
  readonly messages: readonly MessageEntry[]
  readonly tasks: readonly TaskEntry[]
}

/** Winners as they were ranked, then the outranked by what they were worth, then the fallen, the furthest first. */
const inOrder = (candidates: readonly CandidateExplanation[]): CandidateExplanation[] => {
  const codes: readonly string[] = reasonCodeSchema.options
  const rank = ({ fate }: CandidateExplanation): number =>
    fate === 'won' ? -2 : fate === 'outranked' ? -1 : codes.length - codes.indexOf(fate)
  return [...candidates].sort((left, right) => {
    if (left.fate === 'won' && right.fate === 'won') return 0
    return (
      rank(left) - rank(right) ||
      (right.campaign?.priority ?? 0) - (left.campaign?.priority ?? 0) ||
      (right.score ?? 0) - (left.score ?? 0) ||
      (left.name < right.name ? -1 : 1)
    )
  })
}

const fatesOf = (decision: DecisionEntry): ReadonlyMap<string, string> => {
  const fates = new Map([...namesIn(decision)].map((name) => [name, 'outranked']))
  for (const name of decision.won) fates.set(name, 'won')
  for (const [code, names] of Object.entries(decision.refused))
    for (const name of names.split(' ')) fates.set(name, code)
  return fates
}

const explainCandidate = (
  decision: DecisionEntry,
  { messages, tasks }: Consequences,
  { named, version }: KnownCampaigns,
  [name, fate]: readonly [string, string],
): CandidateExplanation => {
  const told = named(name)
  const campaign = told && version(told)
  const ofIt = ({ campaignId }: { readonly campaignId: string }): boolean => campaignId === told?.id
  const { [name]: score } = decision.scores
  const spoke = fate === 'won' && (messages.some(ofIt) || decision.messages.some(ofIt))
  const heldUntil = decision.messages.find(ofIt)?.heldUntil
  const task = fate === 'won' ? tasks.find(ofIt) : undefined
  return {
    name: told && name.startsWith('#') ? `${told.id}@${told.version}` : name,
    ...(campaign
      ? {
          campaign: {
            id: campaign.id,
            version: campaign.version,
            title: campaign.name,
            purpose: campaign.purpose,
            priority: campaign.priority,
          },
        }
      : {}),
    fate,
    ...(score === undefined ? {} : { score }),
    gates:
      decision.gates === GATES_VERSION
        ? explainGates({
            decision,
            compiled: campaign && compileCampaign(campaign),
            fate,
            spoke,
            heldUntil,
            task,
          })
        : [],
  }
}

const messageOf = (entry: MessageEntry): MessageExplanation => {
  const { kind: _, customerId: __, entry: ___, expiresAt: ____, signal: _____, ...rest } = entry
  const { claim: ______, inbox: _______, decidedAt: ________, ...message } = rest
  return message
}

const taskOf = (entry: TaskEntry): TaskExplanation => {
  const {
    kind: _,
    customerId: __,
    entry: ___,
    expiresAt: ____,
    signal: _____,
    decidedAt: ______,
    ...task
  } = entry
  return task
}

/** One decision with what followed from it. */
export const explainDecision = (
  decision: DecisionEntry,
  consequences: Consequences,
  campaigns: KnownCampaigns,
): DecisionExplanation => {
  const { signal, eventId, decidedAt, result, gates, seen } = decision
  const { type, id, at, dueAt, data } = signal
  const candidates = [...fatesOf(decision)].map((fate) =>
    explainCandidate(decision, consequences, campaigns, fate),
  )
  return {
    signal: { type, id, at, ...(dueAt === undefined ? {} : { dueAt }), data },
    ...(eventId === undefined ? {} : { eventId }),
    decidedAt,
    result,
    gates: { version: gates, known: gates === GATES_VERSION },
    candidates: inOrder(candidates),
    messages: consequences.messages.map(messageOf),
    tasks: consequences.tasks.map(taskOf),
    seen,
  }
}

/**
 * Explains every decision among the entries of one customer's journal, in the order of the entries.
 * @param entries decisions, and the messages and tasks that followed from them
 */
export const explainEntries = (
  entries: readonly JournalEntry[],
  campaigns: KnownCampaigns,
): DecisionExplanation[] =>
  entries
    .filter((entry) => entry.kind === 'decision')
    .map((decision) => {
      const ofIt = entries.filter(({ signal }) => signal.id === decision.signal.id)
      return explainDecision(
        decision,
        {
          messages: ofIt.filter((entry) => entry.kind === 'message'),
          tasks: ofIt.filter((entry) => entry.kind === 'task'),
        },
        campaigns,
      )
    })
