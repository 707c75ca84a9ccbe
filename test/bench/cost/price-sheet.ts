/**
 * AWS list prices, on-demand, us-east-1, in US dollars, without free tiers and volume discounts, as they are known on
 * the date below. They were written down from memory of the pages named here, not read from them that day: look before
 * you rely on a figure.
 */
export const PRICE_SHEET = {
  date: '2026-11-22',
  region: 'us-east-1',
  currency: 'USD',
  lines: {
    /** Halved on 2024-11-01. */
    writeUnits: {
      what: 'DynamoDB write request units',
      dollarsPerMillion: 0.625,
      source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    },
    readUnits: {
      what: 'DynamoDB read request units',
      dollarsPerMillion: 0.125,
      source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    },
    busChunks: {
      what: 'EventBridge custom events, 64 KB each',
      dollarsPerMillion: 1,
      source: 'https://aws.amazon.com/eventbridge/pricing/',
    },
    sqsRequests: {
      what: 'SQS requests, standard queues, 64 KB each',
      dollarsPerMillion: 0.4,
      source: 'https://aws.amazon.com/sqs/pricing/',
    },
    lambdaRequests: {
      what: 'Lambda requests',
      dollarsPerMillion: 0.2,
      source: 'https://aws.amazon.com/lambda/pricing/',
    },
    lambdaGbSeconds: {
      what: 'Lambda GB-seconds, arm64, first tier',
      dollarsPerMillion: 13.3334,
      source: 'https://aws.amazon.com/lambda/pricing/',
    },
    logMegabytes: {
      what: 'CloudWatch Logs, MB taken in',
      dollarsPerMillion: 500,
      source: 'https://aws.amazon.com/cloudwatch/pricing/',
    },
    archiveMegabytes: {
      what: 'EventBridge archive, MB taken in',
      dollarsPerMillion: 100,
      source: 'https://aws.amazon.com/eventbridge/pricing/',
    },
    /** Each record is rounded up to 5 KB. */
    firehoseMegabytes: {
      what: 'Firehose, MB taken in by direct put',
      dollarsPerMillion: 29,
      source: 'https://aws.amazon.com/firehose/pricing/',
    },
  },
} as const

/** What a bill has a line for. */
export type Billed = keyof typeof PRICE_SHEET.lines
