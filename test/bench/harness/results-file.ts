const HEAD = '# What the benches measured\n\nWritten by `npm run bench -- --write`; not by hand.\n'

/** Sections begin with a heading of the second level. */
const sectionsOf = (text: string): string[] =>
  text
    .split(/^(?=## )/m)
    .filter((section) => section.startsWith('## '))
    .map((section) => section.trim())

const titleOf = (section: string): string => section.split('\n', 1)[0] ?? ''

/** Puts a section in the place of the one with the same heading, or at the end. @returns the whole file */
export const withSection = (text: string, section: string): string => {
  const sections = sectionsOf(text)
  const place = sections.findIndex((other) => titleOf(other) === titleOf(section))
  if (place < 0) sections.push(section.trim())
  else sections[place] = section.trim()
  return `${[HEAD.trim(), ...sections].join('\n\n')}\n`
}
