import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { type Deployment, type Resource, readProperties } from '#infra/local/template.ts'

const secretProperties = z.strictObject({
  Description: z.optional(z.unknown()),
  GenerateSecretString: z.strictObject({
    SecretStringTemplate: z.optional(z.string()),
    GenerateStringKey: z.optional(z.string()),
    ExcludePunctuation: z.optional(z.unknown()),
    PasswordLength: z.optional(z.unknown()),
  }),
})

/** The same at every boot, so that what was signed in one can be read in the next. */
const generated = (name: string): string => createHash('sha256').update(name).digest('base64')

/** Signs what goes to the gateway's double: of every secret that is one plain text. */
export const GATEWAY_SECRET = `whsec_${generated('local')}`

const secretOf = (resource: Resource): string => {
  const { SecretStringTemplate, GenerateStringKey } = readProperties(
    resource,
    secretProperties,
  ).GenerateSecretString
  if (SecretStringTemplate === undefined || GenerateStringKey === undefined) return GATEWAY_SECRET
  const template = z.parse(z.record(z.string(), z.string()), JSON.parse(SecretStringTemplate))
  return JSON.stringify({ ...template, [GenerateStringKey]: generated(resource.name) })
}

/** What Secrets Manager has made of the template's secrets, by ARN. */
export const localSecrets = (deployment: Deployment): Readonly<Record<string, string>> =>
  Object.fromEntries(
    deployment.resources('AWS::SecretsManager::Secret').map((resource) => [resource.arn, secretOf(resource)]),
  )
