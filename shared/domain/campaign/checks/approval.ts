import { type CampaignProblem, type Check, errorAt } from '#shared/domain/campaign/checks/problem.ts'
import { comparableName as person } from '#shared/domain/campaign/comparable-name.ts'

const named = (path: readonly string[], name: string): CampaignProblem[] =>
  person(name) === '' ? [errorAt(path, 'name-missing', `"${path.at(-1)}" must name a person`)] : []

/**
 * RULES 16: nobody approves their own campaign. RULES 14: each exception from a rule has an approver with a name, who
 * is not its author either.
 */
export const approvalProblems: Check = ({ createdBy, approvedBy, flags }) => {
  const author = person(createdBy)
  const approvals: [path: readonly string[], name: string][] = [[['approvedBy'], approvedBy]]
  for (const [flag, given] of Object.entries(flags))
    if (given) approvals.push([['flags', flag, 'approvedBy'], given.approvedBy])
  return [
    ...named(['createdBy'], createdBy),
    ...approvals.flatMap(([path, name]) => [
      ...named(path, name),
      ...(author !== '' && person(name) === author
        ? [errorAt(path, 'own-approval', 'nobody approves what they wrote: somebody else must (rule 16)')]
        : []),
    ]),
  ]
}
