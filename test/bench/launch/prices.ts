/**
 * AWS list prices, on-demand, us-east-1, in US dollars, as they are known on 2026-11-22. They were written down from
 * memory of the pages named here, not read from them that day: look before you rely on a figure.
 */
export const PRICES = {
  date: '2026-11-22',
  region: 'us-east-1',
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ (halved on 2024-11-01), per million request units. */
  readUnits: 0.125,
  writeUnits: 0.625,
  /** https://aws.amazon.com/lambda/pricing/ (arm64, first tier), per GB-second and per million requests. */
  lambdaGbSecond: 0.0000133334,
  lambdaRequests: 0.2,
  /** https://aws.amazon.com/sqs/pricing/ (standard queues), per million requests. */
  sqsRequests: 0.4,
} as const

/** What on-demand tables take of one account without a raised quota, in units a second and table. */
export const TABLE_LIMIT = 40_000
