import { App } from 'aws-cdk-lib'
import { describe, expect, it } from 'vitest'
import { bankSettings } from '#infra/settings.ts'
import cdk from '../../cdk.json' with { type: 'json' }

const settingsWith = (context: Readonly<Record<string, string>>) =>
  bankSettings(new App({ context: { ...cdk.context, ...context } }).node)

describe('settings of a bank', () => {
  it('have defaults', () => {
    expect(settingsWith({})).toMatchObject({ emailProvider: 'ses', smsProvider: 'end-user-messaging' })
    expect(settingsWith({}).gatewayUrl).toBeUndefined()
    expect(settingsWith({}).emailTracking).toBe('off')
    expect(settingsWith({}).emailConcurrency).toBeGreaterThanOrEqual(2)
  })

  it('are taken from the context', () => {
    const changed = {
      senderAddress: 'hello@other.example',
      smsProvider: 'gateway',
      gatewayUrl: 'https://gw.other.example/v1',
    }
    expect(settingsWith(changed)).toMatchObject(changed)
  })

  it('take numbers as the command line gives them', () => {
    expect(settingsWith({ emailConcurrency: '12', smsConcurrency: '2' })).toMatchObject({
      emailConcurrency: 12,
      smsConcurrency: 2,
    })
  })

  it.each([
    [{ emailConcurrency: '1' }, 'emailConcurrency'],
    [{ smsConcurrency: '1001' }, 'smsConcurrency'],
    [{ smsConcurrency: 'many' }, 'smsConcurrency'],
    [{ emailTracking: 'sometimes' }, 'emailTracking'],
    [{ emailProvider: 'gateway' }, 'gatewayUrl is needed'],
    [{ smsProvider: 'gateway' }, 'gatewayUrl is needed'],
    [{ gatewayUrl: 'http://plain.example' }, 'gatewayUrl'],
    [{ senderAddress: 'not an address' }, 'senderAddress'],
    [{ smsProvider: 'carrier-pigeon' }, 'smsProvider'],
    [{ smsOriginationIdentity: '+420123456789' }, 'smsOriginationIdentity'],
  ])('%j is refused', (context: Readonly<Record<string, string>>, message) => {
    expect(() => settingsWith(context)).toThrow(message)
  })
})
