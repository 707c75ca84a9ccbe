import { describe, expect, it } from 'vitest'
import { type CampaignProblem, checkCampaign } from '#shared/domain/campaign/check-campaign.ts'
import { aCampaign } from '#test/support/builders/campaigns.ts'

const timeZone = 'Europe/Prague'

const problemsOf = (schedule: unknown, changes: object = {}): readonly CampaignProblem[] =>
  checkCampaign({
    ...aCampaign({ messages: { en: { inapp: { title: 'A', text: 'B' } } }, channels: ['inapp'] }),
    ...changes,
    trigger: { schedule },
  }).problems

const said = (schedule: unknown, changes: object = {}): string[] =>
  problemsOf(schedule, changes).map(
    ({ path, code, severity }) => `${path.replace('trigger.schedule', '') || '.'} ${code} ${severity}`,
  )

describe('a schedule', () => {
  it.each([
    { once: '2027-01-31T09:00' },
    { daily: { at: '00:00' } },
    { daily: { at: '23:59' }, until: '2027-12-31' },
    { weekly: { on: ['monday', 'sunday'], at: '09:00' }, until: '2027-12-31T09:00:00+01:00' },
    { monthly: { onDay: 28, at: '09:00' }, customersPerSecond: 500 },
    { monthly: { onDay: 'last', at: '09:00' } },
    { cron: '0 9 L * *', until: '2027-12-31' },
  ])('%j is one', (schedule) => {
    expect(problemsOf({ timeZone, ...schedule })).toEqual([])
  })

  it.each([
    [{ once: '2027-01-31' }, ['.once wrong-format error']],
    [{ once: '2027-01-31T09:00:00Z' }, ['.once wrong-format error']],
    [{ once: '2027-02-29T09:00' }, ['.once schedule-invalid error']],
    [{ once: '2027-13-01T09:00' }, ['.once schedule-invalid error']],
    [{ daily: { at: '9:00' } }, ['.daily.at wrong-format error']],
    [{ daily: { at: '24:00' } }, ['.daily.at wrong-format error']],
    [{ daily: {} }, ['.daily.at missing error']],
    [{ weekly: { on: [], at: '09:00' } }, ['.weekly.on out-of-bounds error']],
    [{ weekly: { on: ['Monday'], at: '09:00' } }, ['.weekly.on.0 unknown-option error']],
    [{ monthly: { onDay: 0, at: '09:00' } }, ['.monthly.onDay out-of-bounds error']],
    [{ monthly: { onDay: 32, at: '09:00' } }, ['.monthly.onDay out-of-bounds error']],
    [{ monthly: { onDay: 'first', at: '09:00' } }, ['.monthly.onDay unknown-option error']],
    [{ monthly: { onDay: 31, at: '09:00' } }, ['.monthly.onDay months-left-out warning']],
    [{ cron: '0 9 31 2 *' }, ['.cron schedule-invalid error']],
    [{ daily: { at: '09:00' }, weekly: { on: ['monday'], at: '09:00' } }, ['.weekly unknown-key error']],
    [{ daily: { at: '09:00' }, until: 'soon' }, ['.until wrong-format error']],
    [{ daily: { at: '09:00' }, until: '2027-12-31T09:00' }, ['.until wrong-format error']],
    [{ daily: { at: '09:00' }, customersPerSecond: 0 }, ['.customersPerSecond out-of-bounds error']],
    [{}, ['.cron missing error']],
    [{ daily: { at: '09:00' }, timeZone: 'Europe/Prag' }, ['.timeZone zone-unknown error']],
    [{ once: '2027-03-28T02:30' }, ['.once time-skipped warning']],
    [{ once: '2027-10-31T02:30' }, []],
    [{ once: '2027-05-01T09:00', until: '2027-04-30' }, ['.once schedule-invalid error']],
  ])('%j says %j', (schedule, expected) => {
    expect(said({ timeZone, ...schedule })).toEqual(expected)
  })

  it.each([
    [
      { once: '2027-05-01T09:00' },
      { validFrom: '2027-05-02T00:00:00+02:00' },
      ['.once schedule-invalid error'],
    ],
    [
      { once: '2027-05-01T09:00' },
      { validUntil: '2027-05-01T09:00:00+02:00' },
      ['.once schedule-invalid error'],
    ],
    [{ once: '2027-05-01T09:00' }, { validFrom: '2027-05-01T09:00:00+02:00' }, []],
    [
      { daily: { at: '09:00' }, until: '2027-04-30' },
      { validFrom: '2027-05-01T00:00:00+02:00' },
      ['.until schedule-invalid error'],
    ],
    [{ daily: { at: '09:00' }, until: '2027-05-01' }, { validFrom: '2027-05-01T00:00:00+02:00' }, []],
  ])('%j of a campaign that is valid %j says %j', (schedule, validity, expected) => {
    expect(said({ timeZone, ...schedule }, validity)).toEqual(expected)
  })

  it('is explained in words that say what to write', () => {
    const messages = [
      { daily: { at: '9:00' } },
      { once: '2027-01-31' },
      { monthly: { onDay: 31, at: '09:00' } },
      { daily: { at: '09:00' }, until: 'soon' },
    ].map((schedule) => problemsOf({ timeZone, ...schedule })[0]?.message)
    expect(messages).toEqual([
      '"at" must be a time of day from "00:00" to "23:59"',
      '"once" must be a local date and time without an offset, for example "2027-01-31T09:00"',
      'months without day 31 are left out; write "last" for the last day of every month',
      '"until" must be a date, for example "2027-12-31", or a date and time with its offset',
    ])
  })
})
