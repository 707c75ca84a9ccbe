import { expect, it } from 'vitest'
import { handOverCodes } from '#shared/domain/decision/gates.ts'
import { HAND_OVER_HOURS, handOverTask } from '#shared/domain/task/hand-over-text.ts'

it.each([...handOverCodes])('%s tells the manager what to do, in English and in Chinese', (code) => {
  const { title, reason } = handOverTask(code)
  for (const text of [title, reason ?? {}]) {
    expect(text.en).toMatch(/\w+ \w+/)
    expect(text['zh-CN']).toMatch(/\p{Script=Han}{4}/u)
  }
})

it('asks about scams first, and offers nothing, after a large withdrawal (RULES 13)', () => {
  expect(handOverTask('care-first').reason?.en).toMatch(/scams.*before anything else.*Offer nothing/)
})

it('says why it is in person where a product is risky (RULES 10)', () => {
  expect(handOverTask('senior-risk').reason?.en).toMatch(/R2.*in person/)
})

it('has only a title where no rule says why', () => {
  expect(handOverTask(undefined)).toEqual({ title: handOverTask('care-first').title })
})

it('gives a person three days', () => {
  expect(HAND_OVER_HOURS).toBe(72)
})

it('gives each task its own texts', () => {
  handOverTask('care-first').title.en = 'changed'
  expect(handOverTask('care-first').title.en).not.toBe('changed')
})
