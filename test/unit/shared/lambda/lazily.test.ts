import { describe, expect, it } from 'vitest'
import { lazily } from '#shared/lambda/lazily.ts'

describe('what is made lazily', () => {
  it('is not made before it is used', async () => {
    let made = 0
    const use = lazily(async () => ++made)
    expect(made).toBe(0)
    await use()
    expect(made).toBe(1)
  })

  it('is made once, also for uses at the same time', async () => {
    let made = 0
    const use = lazily(async () => ({ number: ++made }))
    const [first, second] = await Promise.all([use(), use()])
    expect(second).toBe(first)
    expect(await use()).toBe(first)
  })

  it('is tried again after a failure, of which every use that waited hears', async () => {
    const outcomes = [Promise.reject(new Error('unavailable')), Promise.resolve('there')]
    const use = lazily(() => outcomes.shift() ?? Promise.reject(new Error('asked too often')))
    const waiting = [use(), use()]
    expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await use()).toBe('there')
  })
})
