/** One line of the sheet. */
export interface Price {
  readonly what: string
  /** US dollars for a million of them. */
  readonly dollarsPerMillion: number
  /** AWS's own page: look there before you rely on a figure. */
  readonly page: string
  /** Where the figure was read, and what date that page shows; from memory where nothing is named. */
  readonly readAt: string
}

const line = (what: string, dollarsPerMillion: number, page: string, readAt = 'from memory'): Price => ({
  what,
  dollarsPerMillion,
  page,
  readAt,
})

const ON_DEMAND = 'https://aws.amazon.com/dynamodb/pricing/on-demand/'
/** The same page names both; the price was halved on 2024-11-01. */
const ON_DEMAND_READ = 'https://airbyte.com/data-engineering-resources/dynamodb-pricing (2025-07-21)'
const EVENTBRIDGE = 'https://aws.amazon.com/eventbridge/pricing/'
const EVENTBRIDGE_READ = 'https://cloudburn.io/blog/amazon-eventbridge-pricing (2026-03-13)'
const LAMBDA = 'https://aws.amazon.com/lambda/pricing/'
const LAMBDA_READ = 'https://cloudchipr.com/blog/aws-lambda-pricing (2024)'

/**
 * AWS list prices, on-demand, us-east-1, in US dollars, without free tiers, volume discounts and savings plans. AWS's own
 * pages load their figures with scripts, so that stored copies have none, and third parties' pages were read instead.
 */
export const PRICE_SHEET = {
  date: '2026-11-22',
  region: 'us-east-1',
  currency: 'USD',
  lines: {
    writeUnits: line('DynamoDB write request units', 0.625, ON_DEMAND, ON_DEMAND_READ),
    readUnits: line('DynamoDB read request units', 0.125, ON_DEMAND, ON_DEMAND_READ),
    /** With 100 bytes of DynamoDB's own an item, in each index as well (Developer Guide, "item sizes and formats"). */
    storageGbMonths: line(
      'DynamoDB storage, GB-months, standard class',
      250_000,
      ON_DEMAND,
      'https://aws.amazon.com/dynamodb/pricing/ (a stored copy, no date)',
    ),
    /** What AWS's own services put on the default bus, such as SES's feedback, is free. */
    busChunks: line('EventBridge custom events, 64 KB each', 1, EVENTBRIDGE, EVENTBRIDGE_READ),
    sqsRequests: line(
      'SQS requests, standard queues, 64 KB each',
      0.4,
      'https://aws.amazon.com/sqs/pricing/',
      'https://cloudburn.io/blog/amazon-sqs-pricing (2026-03-14)',
    ),
    lambdaRequests: line(
      'Lambda requests',
      0.2,
      LAMBDA,
      'https://new-notes.kodekloud.com/docs/AWS-Lambda (no date)',
    ),
    lambdaGbSeconds: line('Lambda GB-seconds, arm64, first tier', 13.3334, LAMBDA, LAMBDA_READ),
    logMegabytes: line(
      'CloudWatch Logs, MB taken in (standard class, first tier)',
      500,
      'https://aws.amazon.com/cloudwatch/pricing/',
      'https://www.duckbillgroup.com/?p=9080 (2025-05)',
    ),
    /** Active tracing takes the first request of each second and 5 % of the others. */
    traces: line(
      'X-Ray traces recorded',
      5,
      'https://aws.amazon.com/xray/pricing/',
      'https://aws.amazon.com/de/xray/pricing/ (a stored copy, no date)',
    ),
    archiveMegabytes: line('EventBridge archive, MB taken in', 100, EVENTBRIDGE, EVENTBRIDGE_READ),
    /** Each record is rounded up to 5 KB, which AWS's page says in words. */
    firehoseMegabytes: line(
      'Firehose, MB taken in by direct put',
      29,
      'https://aws.amazon.com/firehose/pricing/',
    ),
    kmsRequests: line(
      'KMS requests, symmetric keys',
      3,
      'https://aws.amazon.com/kms/pricing/',
      'https://www.wring.co/blog/aws-kms-pricing-guide (no date)',
    ),
    emails: line(
      'SES emails',
      100,
      'https://aws.amazon.com/ses/pricing/',
      'https://www.acecloudinterviews.com/tutorials/aws/ses/ (no date)',
    ),
  },
} as const

/** What a bill has a line for. */
export type Billed = keyof typeof PRICE_SHEET.lines

/** @returns US dollars of so many */
export const dollarsOf = (of: Billed, quantity: number): number =>
  (quantity * PRICE_SHEET.lines[of].dollarsPerMillion) / 1e6
