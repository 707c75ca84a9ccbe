import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { describe, expect, it } from 'vitest'
import { type Bellwether, bellwether } from '#infra/bellwether.ts'

interface Finding {
  readonly ruleName: string
  readonly severity: string
}

interface Acknowledged extends Finding {
  readonly reason: string
  /** Path of the construct that bears the acknowledgement. */
  readonly acknowledgedAt: string
}

interface PackReport {
  readonly pluginName: string
  readonly violations: readonly Finding[]
  readonly suppressedViolations: readonly Acknowledged[]
}

/** What cdk-nag has to say. Bundles are left out: they do not matter to it. */
const packReports = (
  prepare: (parts: Bellwether) => void,
  context: Readonly<Record<string, string>> = {},
): readonly PackReport[] => {
  const outdir = mkdtempSync(path.join(tmpdir(), 'bellwether-nag-'))
  const parts = bellwether({ outdir, context: { ...context, 'aws:cdk:bundling-stacks': [] } })
  prepare(parts)
  try {
    parts.app.synth()
  } catch (error) {
    // Errors end the synthesis; the report is there all the same, and lists warnings too.
    if (!(error instanceof Error) || error.name !== 'ValidationFailed') throw error
  }
  const report = readFileSync(path.join(outdir, 'validation-report.json'), 'utf8')
  rmSync(outdir, { recursive: true })
  return JSON.parse(report).pluginReports
}

const rulesOf = (reports: readonly PackReport[]) =>
  reports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName))

describe('cdk-nag', () => {
  const asItIs = packReports(() => {})

  it('runs both packs', () => {
    expect(asItIs.map(({ pluginName }) => pluginName)).toEqual(['AwsSolutions', 'Serverless'])
  })

  it('finds nothing that is not acknowledged, warnings included', () => {
    expect(rulesOf(asItIs)).toEqual([])
  })

  it('finds nothing either where a gateway of the bank sends', () => {
    const gateway = {
      emailProvider: 'gateway',
      smsProvider: 'gateway',
      gatewayUrl: 'https://messages.bank.example/send',
    }
    expect(rulesOf(packReports(() => {}, gateway))).toEqual([])
  })

  it('is answered with a reason where it found something, at the very resource', () => {
    const acknowledged = asItIs.flatMap(({ suppressedViolations }) => suppressedViolations)
    expect([...new Set(acknowledged.map(({ ruleName }) => ruleName))].sort()).toEqual([
      'AwsSolutions-APIG4',
      'AwsSolutions-IAM5[Resource::*]',
      // The files of the archive of events: one stream writes them, one function reads them.
      'AwsSolutions-IAM5[Resource::<RecordedBucket041F4D76.Arn>/*]',
      'AwsSolutions-IAM5[Resource::Bellwether-Messaging:ExportsOutputFnGetAttRecordedBucket041F4D76ArnFAFE5176/events/*]',
      'AwsSolutions-S1',
      'AwsSolutions-SMG4',
      'AwsSolutions-SQS3',
      'Serverless-LambdaDLQ',
      'Serverless-LambdaEventSourceMappingDestination',
      'Serverless-SQSRedrivePolicy',
    ])
    for (const { reason, acknowledgedAt } of acknowledged) {
      expect(reason.split(' ').length).toBeGreaterThan(8)
      expect(acknowledgedAt).toContain('/')
    }
  })

  it('would find a queue without TLS and dead letters', () => {
    const careless = packReports(({ messaging }) => new Queue(messaging, 'Careless'))
    expect(rulesOf(careless)).toEqual(expect.arrayContaining(['AwsSolutions-SQS3', 'AwsSolutions-SQS4']))
  })

  it('would find a permission for everything, also in a role that has an acknowledged one', () => {
    const careless = packReports(({ compute }) =>
      compute.react.function.role.addToPrincipalPolicy(
        new PolicyStatement({ actions: ['dynamodb:Scan'], resources: ['*'] }),
      ),
    )
    expect(rulesOf(careless)).toContain('AwsSolutions-IAM5[Resource::*]')
  })
})
