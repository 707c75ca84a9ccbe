/** Far beyond what a sort key can be; nothing longer is decoded. */
const LONGEST = 1_400

/** An entry's sort key as one word for URLs: opaque to its readers. */
export const entryIdOf = (entry: string): string => Buffer.from(entry, 'utf8').toString('base64url')

/** @returns undefined where the text is not in exactly the form that `entryIdOf` writes */
export const entryOfId = (id: string): string | undefined => {
  if (id === '' || id.length > LONGEST) return undefined
  const entry = Buffer.from(id, 'base64url').toString('utf8')
  return entryIdOf(entry) === id ? entry : undefined
}
