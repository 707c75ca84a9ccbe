import { describe, expect, it } from 'vitest'
import { synthesized } from '#test/infra/synthesized.ts'

const { resources, output } = synthesized()

describe('what the bank published', () => {
  const bucket = output('RecordedEventsBucket')
  const [stream, ...others] = resources('AWS::KinesisFirehose::DeliveryStream')
  const key = resources('AWS::KMS::Key').find(({ id }) => id.includes('RecordedKey'))

  it('is kept for 30 days, under a key of its own, and nobody may see it from outside', () => {
    expect(key?.properties.EnableKeyRotation).toBe(true)
    expect(bucket.properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key?.id } },
        ],
      },
      LifecycleConfiguration: {
        Rules: [expect.objectContaining({ ExpirationInDays: 30, Status: 'Enabled' })],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    })
  })

  it('is written as gzipped lines, by day, by one stream', () => {
    expect(others).toEqual([])
    expect(stream?.properties).toMatchObject({
      DeliveryStreamEncryptionConfigurationInput: { KeyType: 'CUSTOMER_MANAGED_CMK', KeyARN: key?.id },
      ExtendedS3DestinationConfiguration: {
        BucketARN: bucket.id,
        CompressionFormat: 'GZIP',
        Prefix: 'events/!{timestamp:yyyy/MM/dd}/',
        EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN: key?.id } },
      },
    })
  })

  it('is read by simulations and by nothing else', () => {
    const reading = resources('AWS::IAM::Policy').filter(({ properties }) =>
      JSON.stringify(properties.PolicyDocument).includes('s3:GetObject'),
    )
    expect(reading.map(({ properties }) => properties.Roles)).toEqual([
      [output('SimulateFunction').properties.Role],
    ])
  })
})
