import * as z from 'zod/mini'
import { type Deployment, readProperties } from '#infra/local/template.ts'

/** How the pool is guarded; the development issuer asks nobody for anything. */
const poolProperties = z.strictObject({
  Schema: z._default(
    z.array(z.object({ Name: z.string(), AttributeDataType: z.literal('String'), Mutable: z.boolean() })),
    [],
  ),
  AccountRecoverySetting: z.optional(z.unknown()),
  AdminCreateUserConfig: z.optional(z.unknown()),
  AutoVerifiedAttributes: z.optional(z.unknown()),
  DeletionProtection: z.optional(z.unknown()),
  EmailVerificationMessage: z.optional(z.unknown()),
  EmailVerificationSubject: z.optional(z.unknown()),
  EnabledMfas: z.optional(z.unknown()),
  MfaConfiguration: z.optional(z.unknown()),
  Policies: z.optional(z.unknown()),
  SmsVerificationMessage: z.optional(z.unknown()),
  UserPoolAddOns: z.optional(z.unknown()),
  UserPoolTier: z.optional(z.unknown()),
  UsernameConfiguration: z.optional(z.unknown()),
  VerificationMessageTemplate: z.optional(z.unknown()),
})

const clientProperties = z.strictObject({
  UserPoolId: z.string(),
  ReadAttributes: z.array(z.string()),
  GenerateSecret: z._default(z.literal(false), false),
  IdTokenValidity: z.int(),
  TokenValidityUnits: z.looseObject({ IdToken: z.literal('minutes') }),
  AccessTokenValidity: z.optional(z.unknown()),
  AllowedOAuthFlows: z.optional(z.unknown()),
  AllowedOAuthFlowsUserPoolClient: z.optional(z.unknown()),
  AllowedOAuthScopes: z.optional(z.unknown()),
  CallbackURLs: z.optional(z.unknown()),
  EnableTokenRevocation: z.optional(z.unknown()),
  ExplicitAuthFlows: z.optional(z.unknown()),
  PreventUserExistenceErrors: z.optional(z.unknown()),
  RefreshTokenValidity: z.optional(z.unknown()),
  SupportedIdentityProviders: z.optional(z.unknown()),
  WriteAttributes: z.optional(z.unknown()),
})

const groupProperties = z.strictObject({
  UserPoolId: z.string(),
  GroupName: z.string(),
  Description: z.optional(z.unknown()),
})

/** One application of a pool, as far as its ID tokens hang on it. */
export interface LocalClient {
  readonly id: string
  /** Attributes that its ID tokens may carry, custom ones as `custom:NAME`. */
  readonly readable: readonly string[]
  readonly tokenMinutes: number
}

export interface LocalPool {
  readonly id: string
  readonly groups: readonly string[]
  readonly clients: readonly LocalClient[]
}

/** The template's user pools. @throws Error naming the resource that has a property not played here */
export function readUserPools(deployment: Deployment): readonly LocalPool[] {
  const groups = deployment
    .resources('AWS::Cognito::UserPoolGroup')
    .map((each) => readProperties(each, groupProperties))
  const clients = deployment.resources('AWS::Cognito::UserPoolClient').map((resource) => {
    const properties = readProperties(resource, clientProperties)
    return { ...properties, id: resource.ref }
  })
  return deployment.resources('AWS::Cognito::UserPool').map((resource) => {
    const { Schema } = readProperties(resource, poolProperties)
    const own = new Set(Schema.map(({ Name }) => `custom:${Name}`))
    return {
      id: resource.ref,
      groups: groups.flatMap(({ UserPoolId, GroupName }) => (UserPoolId === resource.ref ? [GroupName] : [])),
      clients: clients
        .filter(({ UserPoolId }) => UserPoolId === resource.ref)
        .map(({ id, ReadAttributes, IdTokenValidity }) => ({
          id,
          readable: ReadAttributes.filter((name) => !name.startsWith('custom:') || own.has(name)),
          tokenMinutes: IdTokenValidity,
        })),
    }
  })
}
