import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { textOf } from '#test/support/builders/explained.ts'
import { storyOfADeposit } from '#test/unit/shared/domain/explain/story.ts'

/** One whole explanation, as a compliance officer should read it. The text is the specification. */
test.each(['en', 'zh'] as const)('the story of a large deposit in %s', (language) => {
  const text = readFileSync(new URL(`story.${language}.txt`, import.meta.url), 'utf8')
  expect(`${textOf(storyOfADeposit(), language)}\n`).toBe(text)
})
