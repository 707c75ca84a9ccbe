/**
 * The members of a JSON object by name, each as the text that stands there: parsing and writing anew would lose the
 * form of numbers (1e400, 1.10), and the stack where the nesting is deep.
 * @returns undefined for text that is no JSON object
 */
export const rawMembers = (text: string): ReadonlyMap<string, string> | undefined =>
  isJson(text) && text.trimStart().startsWith('{') ? membersOf(text) : undefined

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Walks over text that is known to be an object: only its own colons, commas and closing brace matter. */
const membersOf = (text: string): ReadonlyMap<string, string> => {
  const members = new Map<string, string>()
  let depth = 0
  let start = 0
  let name: string | undefined
  const endMember = (end: number): void => {
    if (name !== undefined) members.set(name, text.slice(start, end).trim())
    name = undefined
    start = end + 1
  }
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = endOfString(text, at)
    else if (character === '{' || character === '[') {
      if (depth++ === 0) start = at + 1
    } else if (character === '}' || character === ']') {
      if (--depth === 0) endMember(at)
    } else if (depth === 1 && character === ',') endMember(at)
    else if (depth === 1 && character === ':') {
      name = String(JSON.parse(text.slice(start, at)))
      start = at + 1
    }
  }
  return members
}

const endOfString = (text: string, start: number): number => {
  let at = start + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}
