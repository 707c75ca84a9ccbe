import { afterEach, expect, test, vi } from 'vitest'
import { startDynamoDb } from '#infra/local/dynamodb.ts'
import { temporaryDirectory } from '#test/support/local-cloud/temporary-directory.ts'

afterEach(() => void vi.unstubAllEnvs())

test('an engine that nobody knows is refused, and the known ones are named', async () => {
  vi.stubEnv('BELLWETHER_DYNAMODB', 'dynamo')
  await expect(startDynamoDb(temporaryDirectory())).rejects.toThrow(/must be dynoxide or dynamodb-local/)
})

test.each(['', 'dynoxide', undefined])(
  'Dynoxide is the one for %j, and ends when it is told',
  async (name) => {
    vi.stubEnv('BELLWETHER_DYNAMODB', name)
    const { url, stop } = await startDynamoDb(temporaryDirectory())
    expect((await fetch(url)).status).toBeGreaterThan(0)
    await stop()
    await expect(fetch(url)).rejects.toThrow()
  },
)
