import { languageProblems } from '#shared/domain/campaign/checks/languages.ts'
import {
  type CampaignProblem,
  type Check,
  errorAt,
  type Path,
} from '#shared/domain/campaign/checks/problem.ts'

const written = (path: Path, texts: Readonly<Record<string, string>>): CampaignProblem[] => [
  ...(texts.en === undefined
    ? [
        errorAt(
          [...path, 'en'],
          'text-missing',
          `"${path.at(-1)}" must be written in English, the last fallback`,
        ),
      ]
    : []),
  ...languageProblems(path, texts),
]

/** A task that every relationship manager can read. */
export const taskProblems: Check = ({ task }) =>
  task === undefined
    ? []
    : [
        ...written(['task', 'title'], task.title),
        ...(task.reason === undefined ? [] : written(['task', 'reason'], task.reason)),
      ]
