import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { type Deployment, type Resource, readProperties } from '#infra/local/template.ts'

const secretProperties = z.strictObject({
  Description: z.optional(z.unknown()),
  /** `{}`: people type it. */
  SecretString: z.optional(z.literal('{}')),
  GenerateSecretString: z._default(
    z.strictObject({
      SecretStringTemplate: z.optional(z.string()),
      GenerateStringKey: z.optional(z.string()),
      ExcludePunctuation: z.optional(z.unknown()),
      PasswordLength: z.optional(z.unknown()),
    }),
    {},
  ),
})

/** The same at every boot, so that what was signed in one can be read in the next. */
const generated = (name: string): string => createHash('sha256').update(name).digest('base64')

/** Signs what goes to the gateway's double: of every secret that is one plain text. */
export const GATEWAY_SECRET = `whsec_${generated('local')}`

/** Shared with the receiver of webhooks, by the endpoint's id. */
export const webhookSecret = (endpointId: string): string => `whsec_${generated(`webhook ${endpointId}`)}`

/**
 * Ids that an endpoint may have here, with what somebody would have typed for them: the second changes its secret and
 * has two.
 */
const TYPED = JSON.stringify({
  crm: webhookSecret('crm'),
  warehouse: [`whsec_${generated('new')}`, webhookSecret('warehouse')],
})

const secretOf = (resource: Resource): string => {
  const { SecretString, GenerateSecretString } = readProperties(resource, secretProperties)
  if (SecretString !== undefined) return TYPED
  const { SecretStringTemplate, GenerateStringKey } = GenerateSecretString
  if (SecretStringTemplate === undefined || GenerateStringKey === undefined) return GATEWAY_SECRET
  const template = z.parse(z.record(z.string(), z.string()), JSON.parse(SecretStringTemplate))
  return JSON.stringify({ ...template, [GenerateStringKey]: generated(resource.name) })
}

/** What Secrets Manager has made of the template's secrets, by ARN. */
export const localSecrets = (deployment: Deployment): Readonly<Record<string, string>> =>
  Object.fromEntries(
    deployment.resources('AWS::SecretsManager::Secret').map((resource) => [resource.arn, secretOf(resource)]),
  )
