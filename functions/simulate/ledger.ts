import { conflictsOf } from '#functions/simulate/conflicts.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { campaignRef } from '#shared/domain/campaign/campaign-ref.ts'
import type { Decision } from '#shared/domain/decision/decide.ts'
import type { DecisionRecord } from '#shared/domain/decision/decision-record.ts'
import type { Settings } from '#shared/domain/settings.ts'

/** What became of one campaign as a candidate. */
export interface Candidacy {
  considered: number
  won: number
  outranked: number
  /** By reason code. */
  readonly fell: Map<string, number>
}

const nameOf = ({ id, version }: Pick<Campaign, 'id' | 'version'>): string => `${id}@${version}`

/** Decisions name campaigns in full, or in short where there are hundreds; both lead to the full name. */
const fullNames = (campaigns: readonly Campaign[]): ReadonlyMap<string, string> =>
  new Map(
    campaigns.flatMap((campaign) => [
      [nameOf(campaign), nameOf(campaign)],
      [`#${campaignRef(campaign.id)}@${campaign.version}`, nameOf(campaign)],
    ]),
  )

/**
 * Counts what decisions came to, campaign by campaign, as they are recorded: of a big day only the counts are kept.
 * @param drafts whose conflicts with others are counted
 */
export const createLedger = (
  campaigns: readonly Campaign[],
  drafts: ReadonlySet<string>,
  settings: Settings,
) => {
  const names = fullNames(campaigns)
  const candidacies = new Map<string, Candidacy>(
    campaigns.map((campaign) => [nameOf(campaign), { considered: 0, won: 0, outranked: 0, fell: new Map() }]),
  )
  const conflicts = conflictsOf(campaigns, drafts, settings)
  let decisions = 0

  const full = (name: string): string => names.get(name) ?? name
  const fall = (name: string, code: string): void => {
    const candidacy = candidacies.get(full(name))
    if (!candidacy) return
    candidacy.considered++
    candidacy.fell.set(code, (candidacy.fell.get(code) ?? 0) + 1)
  }

  return {
    candidacies,
    conflicts: conflicts.all,
    decisions: (): number => decisions,
    recorded: (record: DecisionRecord): void => {
      decisions++
      const { won, refused, scores } = record.decision
      for (const [code, fallen] of Object.entries(refused))
        for (const name of fallen.split(' ')) fall(name, code)
      const winners = new Set(won)
      for (const name of Object.keys(scores)) {
        const candidacy = candidacies.get(full(name))
        if (!candidacy) continue
        candidacy.considered++
        if (winners.has(name)) candidacy.won++
        else candidacy.outranked++
      }
      conflicts.look(record, full)
    },
    /** Of an occurrence that is not recorded: the customer is outside the audience, or fell before. */
    outside: (decision: Decision): void => {
      decisions++
      for (const { compiled, fate } of decision.fates()) fall(compiled.name, fate)
    },
  }
}

export type Ledger = ReturnType<typeof createLedger>
