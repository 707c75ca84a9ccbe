import { type CampaignProblem, errorAt, type Path } from '#shared/domain/campaign/checks/problem.ts'

const isLanguage = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

/** Keys that are no language tag (BCP 47). */
export const languageProblems = (
  path: Path,
  byLanguage: Readonly<Record<string, unknown>>,
): CampaignProblem[] =>
  Object.keys(byLanguage)
    .filter((tag) => !isLanguage(tag))
    .map((tag) =>
      errorAt(
        [...path, tag],
        'language-invalid',
        `"${tag}" is no language tag; write for example zh-CN or en`,
      ),
    )
