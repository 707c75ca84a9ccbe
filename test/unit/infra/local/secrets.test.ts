import { expect, it } from 'vitest'
import { GATEWAY_SECRET, localSecrets } from '#infra/local/secrets.ts'
import { parseKeyring } from '#shared/domain/unsubscribe/keyring.ts'
import { deploymentOf } from '#test/support/local-cloud/deployment.ts'

const secret = (GenerateSecretString: unknown) =>
  deploymentOf({ Keys: { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString } } })
const generated = (settings: unknown): string => Object.values(localSecrets(secret(settings)))[0] ?? ''

const keys = { SecretStringTemplate: '{"current":"k1"}', GenerateStringKey: 'k1', PasswordLength: 44 }

it('a secret with a template is the template with the generated key in it, the same at every boot', () => {
  expect(parseKeyring(generated(keys))?.current).toBe('k1')
  expect(generated(keys)).toBe(generated(keys))
})

it('a secret that is one text is the gateway’s', () => {
  expect(generated({ PasswordLength: 44, ExcludePunctuation: true })).toBe(GATEWAY_SECRET)
})

it('a secret that is made otherwise stops the boot with its name', () => {
  expect(() => generated({ ExcludeLowercase: true })).toThrow('S/Keys')
})
