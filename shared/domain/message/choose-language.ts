/** What is spoken where nothing else fits; every campaign has it. */
const LAST_RESORT = 'en'

/** Language with its likely script and region, so that `cs` and `cs-CZ`, `zh-Hans-CN` and `zh-CN` compare equal. */
const likely = (tag: string): Intl.Locale | undefined => {
  try {
    return new Intl.Locale(tag).maximize()
  } catch {
    return undefined
  }
}

const best = (wanted: string, available: readonly string[]): string | undefined => {
  const target = likely(wanted)
  if (!target) return undefined
  const exact = available.find((tag) => tag.toLowerCase() === wanted.toLowerCase())
  if (exact) return exact
  const family = available.filter((tag) => {
    const candidate = likely(tag)
    return candidate?.language === target.language && candidate.script === target.script
  })
  return family.find((tag) => likely(tag)?.region === target.region) ?? family[0]
}

/**
 * The language of a message among those it is written in: the customer's own tag, else the same language in the same
 * script (its region first), else the same for the bank's default, else English. Another script is another language:
 * a reader of zh-Hant gets English rather than zh-Hans.
 * @param available BCP 47 tags of the campaign's messages that have the channel
 * @returns undefined when not even English is there
 */
export const chooseLanguage = (
  available: readonly string[],
  customer: string | undefined,
  bankDefault: string | undefined,
): string | undefined => {
  for (const wanted of [customer, bankDefault, LAST_RESORT]) {
    const found = wanted && best(wanted, available)
    if (found) return found
  }
  return undefined
}
