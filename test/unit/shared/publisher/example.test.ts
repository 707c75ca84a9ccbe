import { expect, it } from 'vitest'
import { publishWithdrawal } from '#shared/publisher/example.ts'
import { scriptedBus } from '#test/support/scripted-bus.ts'

it('publishes as the catalogue shows it', async () => {
  const bus = scriptedBus()
  expect(await publishWithdrawal(bus.options.client, 'bank')).toEqual([])
  expect(bus.taken).toHaveLength(1)
})
