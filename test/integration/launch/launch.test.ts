import path from 'node:path'
import { expect, inject, it } from 'vitest'
import { toSome } from '#test/bench/launch/campaigns.ts'
import { play } from '#test/bench/launch/play.ts'
import { openStage } from '#test/bench/launch/stage.ts'
import { verify } from '#test/bench/launch/verify.ts'
import { temporaryDirectory } from '#test/support/local-cloud/temporary-directory.ts'

/** A short form of `node test/bench/launch/run.ts`. */
const CUSTOMERS = 2_000
const PARTS = 8
const seeding = { seed: 20_261_122, share: 0.5 }

it(`decides about each of ${CUSTOMERS} customers once, though its worker is killed three times`, async () => {
  const dataDirectory = temporaryDirectory()
  const stage = await openStage({
    assembly: inject('assembly'),
    dataDirectory,
    visibilityTimeoutSeconds: 3,
  })
  try {
    await stage.seed(0, CUSTOMERS, seeding)
    const campaign = toSome('half')
    const launch = await stage.launch(campaign, PARTS)
    await stage.cloud.startWorker()
    const played = await play(stage, launch, {
      databasePidFile: path.join(dataDirectory, 'dynamodb.pid'),
      killsAt: [1, 700, 1_300],
      limit: 90_000,
    })
    expect(played.kills).toBe(3)
    const expectations = await verify(
      stage.cloud.connection,
      campaign,
      played.launch,
      played.totals,
      CUSTOMERS,
      seeding,
    )
    expect(expectations.filter(({ holds }) => !holds)).toEqual([])
    // Half a unit for 4 KB, a few hundred bytes a profile.
    expect(played.totals.readUnits / CUSTOMERS).toBeLessThanOrEqual(0.15)
  } finally {
    await stage.cloud.killEverything()
  }
}, 120_000)
