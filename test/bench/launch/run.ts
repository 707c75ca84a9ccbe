import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { readArguments } from '#infra/local/commands/read-arguments.ts'
import { note, runCommand, say } from '#infra/local/commands/terminal.ts'
import { seededRandom } from '#infra/local/seeded-random.ts'
import { synthesize } from '#infra/local/synthesize.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import { PRICE_SHEET } from '#test/bench/cost/price-sheet.ts'
import { toAll, toSome } from '#test/bench/launch/campaigns.ts'
import { customerItems, type Seeding } from '#test/bench/launch/customers.ts'
import { extrapolate } from '#test/bench/launch/extrapolate.ts'
import { type Played, play } from '#test/bench/launch/play.ts'
import { type LaunchStage, openStage } from '#test/bench/launch/stage.ts'
import { type Expectation, verify } from '#test/bench/launch/verify.ts'
import { itemBytes } from '#test/support/item-bytes.ts'

const USAGE = `npm run bench:launch -- [options]

  --customers N   of the large table  [200000]
  --small N       of the small table  [20000]
  --kills N       how often the worker is killed in the large table  [3]
  --share S       of the customers, whom the audience matches  [0.05]
  --seed N        [20261122]
  --assembly DIR  play this synthesized cloud assembly instead of synthesizing
  --json FILE     write the figures there, too`

/** Customers of one part: parts are alike in both tables, so that their beginnings and ends weigh the same. */
const PART_SIZE = 2_500

/** The machine's; environments of a function in a local cloud (infra/local/lambda.ts). */
const WORKERS = 2

/** In milliseconds a customer: far more than one ever takes. */
const LIMIT = 20

/** How much longer a customer may take in the large table than in the small one. */
const LINEAR_WITHIN = 0.1

/**
 * Longer than a part takes, so that no message comes twice while its worker lives, and where it is killed so short that
 * nobody waits for the template's minutes; in seconds.
 */
const VISIBILITY_SECONDS = { small: 120, large: 20 }

/** Customers after whom the launch that warms up is cancelled, and how long what is under way then may take. */
const WARM = 15_000
const SETTLED_MS = 3_000

interface Line {
  readonly name: string
  readonly customers: number
  readonly seconds: number
  readonly perSecond: number
  readonly microseconds: number
  /** Processor time a customer, of the worker and of the local database: what a busy machine changes less. */
  readonly workerMicroseconds: number
  readonly databaseMicroseconds: number
  readonly readUnits: number
  readonly writeUnits: number
  readonly residentMb: readonly [number, number]
  readonly heapMb: readonly [number, number]
  readonly kills: number
  readonly load: number
  readonly funnel: Readonly<Record<string, number>>
  readonly unmet: readonly Expectation[]
  readonly memory: Played['memory']
}

const parse = () => {
  return readArguments(
    {
      options: {
        customers: { type: 'string', default: '200000' },
        small: { type: 'string', default: '20000' },
        kills: { type: 'string', default: '3' },
        share: { type: 'string', default: '0.05' },
        seed: { type: 'string', default: '20261122' },
        assembly: { type: 'string' },
        json: { type: 'string' },
      },
    },
    USAGE,
  ).values
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))

const range = (values: readonly number[]): readonly [number, number] => [
  Math.min(...values),
  Math.max(...values),
]

const lineOf = (name: string, customers: number, played: Played, unmet: readonly Expectation[]): Line => {
  const { totals, seconds, memory, kills } = played
  const { workerCpuSeconds = Number.NaN, databaseCpuSeconds } = played
  return {
    name,
    customers,
    seconds,
    perSecond: Math.round(customers / seconds),
    microseconds: Math.round((seconds * 1e6) / customers),
    workerMicroseconds: Math.round((workerCpuSeconds * 1e6) / customers),
    databaseMicroseconds: Math.round((databaseCpuSeconds * 1e6) / customers),
    readUnits: rounded(totals.readUnits / customers, 4),
    writeUnits: rounded((played.metrics.WriteUnits ?? 0) / customers, 4),
    // Without the first samples: a process that has just been started grows until its code is loaded.
    residentMb: range(memory.slice(memory.length > 4 ? 2 : 0).map(({ residentMb }) => residentMb)),
    heapMb: range(memory.slice(memory.length > 4 ? 2 : 0).map(({ heapMb }) => heapMb)),
    kills,
    load: rounded(loadavg()[0] ?? 0, 1),
    funnel: totals.funnel,
    unmet,
    memory,
  }
}

const show = (line: Line): void => {
  const { name, customers, seconds, perSecond, microseconds, readUnits, writeUnits } = line
  const processor = `${line.workerMicroseconds} µs of the worker's processor time, ${line.databaseMicroseconds} µs of the database's`
  say(
    `${name}: ${customers} customers, ${rounded(seconds, 1)} s, ${perSecond}/s, ${microseconds} µs each (${processor}), ` +
      `${readUnits} read and ${line.kills > 0 ? '?' : writeUnits} write units each, resident ${line.residentMb.join('–')} MB, heap ${line.heapMb.join('–')} MB, kills ${line.kills}, load ${line.load}`,
  )
  for (const { says, found } of line.unmet) say(`  NOT MET: ${says} ${JSON.stringify(found)}`)
}

await runCommand(async () => {
  const given = parse()
  const customers = Number(given.customers)
  const small = Number(given.small)
  const kills = Number(given.kills)
  const seeding: Seeding = { seed: Number(given.seed), share: Number(given.share) }
  const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-launch-'))
  const assembly = given.assembly ?? path.join(directory, 'assembly')
  if (given.assembly === undefined) await synthesize(assembly)
  const random = seededRandom(seeding.seed)
  const lines: Line[] = []

  const on = async (
    name: keyof typeof VISIBILITY_SECONDS,
    count: number,
    work: (stage: LaunchStage, run: RunLaunch) => Promise<void>,
  ) => {
    const dataDirectory = path.join(directory, name)
    const stage = await openStage({
      assembly,
      dataDirectory,
      visibilityTimeoutSeconds: VISIBILITY_SECONDS[name],
    })
    try {
      note(`${name}: seeding ${count} customers`)
      await stage.seed(0, count, seeding)
      await stage.cloud.startWorker()
      const databasePidFile = path.join(dataDirectory, 'dynamodb.pid')
      // What runs for the first time is compiled meanwhile. Ended by a cancellation, as a person would end it.
      const warmUp = toSome('warm-up')
      const warm = await stage.launch(warmUp, Math.max(2, Math.round(count / PART_SIZE)))
      await play(stage, warm, { databasePidFile, cancelAt: WARM, limit: 60_000 + LIMIT * count })
      await delay(SETTLED_MS)
      const run: RunLaunch = async (campaign, killsAt = []) => {
        note(`${name}: ${campaign.id}`)
        const launch = await stage.launch(campaign, Math.max(2, Math.round(count / PART_SIZE)))
        const played = await play(stage, launch, { databasePidFile, killsAt, limit: 60_000 + LIMIT * count })
        const { connection } = stage.cloud
        const all = await verify(connection, campaign, played.launch, played.totals, count, seeding)
        const line = lineOf(
          `${name} ${campaign.id}`,
          count,
          played,
          all.filter(({ holds }) => !holds),
        )
        show(line)
        lines.push(line)
        return line
      }
      await work(stage, run)
    } finally {
      await stage.cloud.killEverything()
    }
  }

  try {
    const sizes = Array.from({ length: 1_000 }, (_, index) =>
      customerItems(index, seeding).map((item) => itemBytes(item)),
    )
    const profiles = sizes.map(([profile = 0]) => profile)
    note(
      `profiles of ${Math.min(...profiles)} to ${Math.max(...profiles)} bytes, ${Math.round(profiles.reduce((a, b) => a + b, 0) / profiles.length)} on average; cards' items with every tenth`,
    )
    let one: Line | undefined
    let again: Line | undefined
    let large: Line | undefined
    let everybody: Line | undefined
    await on('small', small, async (_, run) => {
      one = await run(toSome('some-first'))
      again = await run(toSome('some-second'))
      everybody = await run(toAll('everybody'))
    })
    await on('large', customers, async (_, run) => {
      large = await run(toSome('some'))
      const points = Array.from({ length: kills }, (__, index) =>
        Math.floor(((index + random()) / kills) * 0.9 * customers),
      )
      await run(toSome('killed'), points)
    })
    if (!one || !again || !large || !everybody) throw new Error('a launch was not played')
    const ratio = (of: 'microseconds' | 'workerMicroseconds' | 'databaseMicroseconds'): number =>
      rounded((large?.[of] ?? 0) / (((one?.[of] ?? 0) + (again?.[of] ?? 0)) / 2), 3)
    const linear = {
      byTime: ratio('microseconds'),
      byWorker: ratio('workerMicroseconds'),
      byDatabase: ratio('databaseMicroseconds'),
    }
    const bank = extrapolate({
      readUnitsPerCustomer: large.readUnits,
      writeUnitsPerCustomer: large.writeUnits,
      rate: large.perSecond,
      workers: WORKERS,
      messages: (large.funnel.won ?? 0) / customers,
    })
    say(
      `a customer, large to small: ${linear.byTime} of time, ${linear.byWorker} of the worker's processor time, ${linear.byDatabase} of the local database's`,
    )
    say(
      `${bank.customers} customers with ${bank.workers} workers: ${Math.ceil(bank.seconds.all)} s (workers ${Math.ceil(bank.seconds.byWorkers)}, reads ${Math.ceil(bank.seconds.byReads)}, writes ${Math.ceil(bank.seconds.byWrites)}), ` +
        `${bank.dollars.all.toFixed(2)} $ (reads ${bank.dollars.reads.toFixed(2)}, writes ${bank.dollars.writes.toFixed(2)}, Lambda ${bank.dollars.lambda.toFixed(2)}, queues ${bank.dollars.queues.toFixed(2)}); prices of ${PRICE_SHEET.date}, ${PRICE_SHEET.region}`,
    )
    if (given.json)
      writeFileSync(
        given.json,
        `${JSON.stringify({ seeding, lines, linear, bank, prices: PRICE_SHEET }, null, 2)}\n`,
      )
    // The local database reads a page the slower the larger its table is (a scan of 220,000 items takes eight times as
    // long an item as one of 30,000, however many segments); DynamoDB does not. So the worker's own time counts as well.
    const isLinear = Math.min(linear.byTime, linear.byWorker) <= 1 + LINEAR_WITHIN
    const isCheap = lines.every(({ readUnits }) => readUnits <= 0.15)
    return isLinear && isCheap && lines.every(({ unmet }) => unmet.length === 0) ? 0 : 1
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})

type RunLaunch = (campaign: Campaign, killsAt?: readonly number[]) => Promise<Line>
