import { describe, expect, it } from 'vitest'
import { resultsTarget } from '#shared/adapters/dynamodb/result-counters.ts'
import { defaultSettings } from '#shared/domain/settings.ts'

/** Already the next day in Prague. */
const LATE = new Date('2026-03-09T23:30:00.000Z')

describe('the day on which something is counted', () => {
  it('is the bank’s own', async () => {
    const { dayOf } = resultsTarget('campaigns', { settings: async () => defaultSettings })
    expect(await dayOf(LATE)).toBe('2026-03-10')
  })

  it('is one of UTC where the settings cannot be read: nobody is kept from unsubscribing for that', async () => {
    const settings = () => Promise.reject(new Error('the settings are missing in the campaigns table'))
    expect(await resultsTarget('campaigns', { settings }).dayOf(LATE)).toBe('2026-03-09')
  })
})
