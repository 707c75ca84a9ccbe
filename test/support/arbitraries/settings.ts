import fc from 'fast-check'
import { defaultSettings, type Operation, type Settings } from '#shared/domain/settings.ts'

/** Zones with and without summer time, on both sides of the date line, and with odd offsets. */
export const zones = [
  'Europe/Prague',
  'America/New_York',
  'Asia/Shanghai',
  'Pacific/Auckland',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
] as const

const cap = fc.record({ perDay: fc.integer({ min: 1, max: 3 }), perWeek: fc.integer({ min: 1, max: 5 }) })

/** From eight to nine as ever, mostly; else any hours, among them none at all. */
const hours: fc.Arbitrary<Settings['marketingHours']> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ from: 8, to: 21 }) },
  {
    weight: 1,
    arbitrary: fc.record({ from: fc.integer({ min: 0, max: 23 }), to: fc.integer({ min: 0, max: 24 }) }),
  },
)

/** Mostly on: what is stopped shows nothing of the other gates. */
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Operation>('on') },
  { weight: 1, arbitrary: fc.constantFrom<Operation>('drain', 'stop') },
)

/** What a bank may set of what decisions look at. */
export const settingsArbitrary: fc.Arbitrary<Settings> = fc
  .record({
    seniorAge: fc.integer({ min: 60, max: 70 }),
    distressDays: fc.integer({ min: 30, max: 60 }),
    timeZone: fc.constantFrom(...zones),
    candidateZones: fc.oneof(fc.constant<string[]>([]), fc.subarray([...zones], { maxLength: 3 })),
    caps: fc
      .record({ marketing: cap, service: fc.option(cap, { nil: undefined }) })
      .map(({ marketing, service }) => ({ marketing, ...(service ? { service } : {}) })),
    marketingHours: hours,
    operations: fc.record({ marketing: operation, service: operation }),
  })
  .map((given): Settings => ({ ...defaultSettings, ...given }))
