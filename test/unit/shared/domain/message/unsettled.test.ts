import { describe, expect, it } from 'vitest'
import { type MessageState, messageTransitions } from '#shared/domain/message/lifecycle.ts'
import { placeAfter } from '#shared/domain/message/unsettled.ts'

const states = Object.keys(messageTransitions) as MessageState[]
const isFinal = (state: MessageState): boolean => !['queued', 'held', 'sending', 'sent'].includes(state)

describe('where a message stands in the index of what becomes due', () => {
  it.each(states)('is decided by the end of its move: %s', (state) => {
    expect(placeAfter([state]) === 'none').toBe(isFinal(state))
    expect(placeAfter([state]) === 'release').toBe(state === 'held')
  })

  it.each([
    [['queued'], 'settle'],
    [['sending'], 'stays'],
    [['sent'], 'stays'],
    // Sent once more because of doubt, or back to wait for a provider that took nothing:
    [['queued', 'sending'], 'settle'],
    [['queued', 'held'], 'release'],
    // To the inbox in one step; a complaint about one whose answer never came:
    [['sending', 'sent', 'delivered'], 'none'],
    [['sent', 'complained'], 'none'],
  ] as const)('after %j: %s', (path, place) => {
    expect(placeAfter(path)).toBe(place)
  })
})
