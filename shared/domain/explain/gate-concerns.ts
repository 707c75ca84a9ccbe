import type { CompiledCampaign } from '#shared/domain/campaign/compile.ts'
import type { GateName } from '#shared/domain/explain/gate-steps.ts'
import type { SignalType } from '#shared/domain/vocabulary.ts'

const always = (): boolean => true

/**
 * Whether a gate has anything to ask about a campaign at all. One that has not lets every customer pass, and it would
 * mislead to show values beside it.
 */
const concerns: Readonly<Record<GateName, (compiled: CompiledCampaign, signal: SignalType) => boolean>> = {
  live: always,
  fresh: always,
  holdout: ({ campaign }) => campaign.holdout > 0,
  exclusions: always,
  consent: always,
  suppression: always,
  vulnerability: ({ marketing, credit }) => marketing || credit,
  'open-complaint': ({ marketing }) => marketing,
  'care-first': ({ marketing }, signal) => marketing && signal === 'LargeWithdrawal',
  suitability: ({ risk }) => risk > 0,
  distress: ({ credit, campaign }) => credit && !campaign.flags.distressHelp,
  personalisation: ({ personalised }) => personalised,
  audience: ({ campaign }) => campaign.audience !== undefined,
  'frequency-cap': ({ campaign }) => !campaign.flags.mandatoryNotice,
  reachable: always,
  'quiet-hours': ({ marketing }) => marketing,
}

export const isConcerned = (
  gate: GateName,
  compiled: CompiledCampaign | undefined,
  signal: SignalType,
): boolean => compiled === undefined || concerns[gate](compiled, signal)
