import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import * as z from 'zod/mini'
import { createSecret } from '#shared/adapters/secrets/secret.ts'
import { RetryableError } from '#shared/domain/errors.ts'
import type { WebhookSecrets } from '#shared/ports/webhook-secrets.ts'

export interface WebhookSecretsOptions {
  readonly client: SecretsManagerClient
  readonly secretId: string
  readonly now: () => number
}

const secret = z.string().check(z.minLength(1))
/** Endpoint id → its secret, or while it is changed both. */
const secretsSchema = z.record(z.string(), z.union([secret, z.array(secret)]))
type Secrets = z.infer<typeof secretsSchema>

/** A changed secret is known everywhere after it; the runbook has one wait for longer. */
const KEPT_MS = 60_000

const parse = (text: string): Secrets | undefined => {
  try {
    const parsed = z.safeParse(secretsSchema, JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** The secrets in Secrets Manager; where it cannot be asked again, or holds garbage, those that are known go on. */
export const createWebhookSecrets = ({ client, secretId, now }: WebhookSecretsOptions): WebhookSecrets => {
  let known: { readonly secrets: Secrets; readonly until: number } | undefined
  const fetchSecrets = async (): Promise<Secrets> => {
    const secrets = parse(await createSecret(client, secretId)())
    if (secrets === undefined) throw new RetryableError('unavailable')
    return secrets
  }
  const current = async (): Promise<Secrets> => {
    if (known !== undefined && now() < known.until) return known.secrets
    try {
      known = { secrets: await fetchSecrets(), until: now() + KEPT_MS }
    } catch (error) {
      if (known === undefined) throw error
      known = { ...known, until: now() + KEPT_MS }
    }
    return known.secrets
  }
  return {
    of: async (endpointId) => {
      const secrets = await current()
      return Object.hasOwn(secrets, endpointId) ? [secrets[endpointId] ?? []].flat() : []
    },
  }
}
