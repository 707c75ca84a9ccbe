import { globSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { developmentToken } from '#infra/local/development-token.ts'
import { roles } from '#shared/domain/access/caller.ts'
import { synthesized } from '#test/infra/synthesized.ts'

const { resources, output, templates, directory } = synthesized()
const [pool, ...otherPools] = resources('AWS::Cognito::UserPool')
const [client, ...otherClients] = resources('AWS::Cognito::UserPoolClient')
const functions = resources('AWS::Lambda::Function')

const api = resources('AWS::ApiGatewayV2::Api').find(({ properties }) => properties.Name === 'bellwether-api')
const ofApi = ({ properties }: { readonly properties: { readonly ApiId?: unknown } }) =>
  properties.ApiId === api?.id
const [stage, ...otherStages] = resources('AWS::ApiGatewayV2::Stage').filter(ofApi)
const routes = resources('AWS::ApiGatewayV2::Route').filter(ofApi)

/** A resource as it stands in its template, references and all. */
const asWritten = (id: string) => {
  const [stack = '', logicalId = ''] = id.split('/')
  return templates[stack]?.Resources[logicalId]?.Properties
}

describe('the people of the bank', () => {
  it('are in one pool, which outlives its stack', () => {
    expect([otherPools, otherClients]).toEqual([[], []])
    expect([pool?.deletionPolicy, pool?.updateReplacePolicy]).toEqual(['Retain', 'Retain'])
    expect(pool?.properties.DeletionProtection).toBe('ACTIVE')
    expect([output('UserPoolId').id, output('UserPoolClientId').id]).toEqual([pool?.id, client?.id])
  })

  it('are let in by administrators only, with a second factor that no SMS carries', () => {
    const { AdminCreateUserConfig, MfaConfiguration, EnabledMfas } = pool?.properties ?? {}
    expect(AdminCreateUserConfig.AllowAdminCreateUserOnly).toBe(true)
    expect([MfaConfiguration, EnabledMfas]).toEqual(['ON', ['SOFTWARE_TOKEN_MFA']])
  })

  it('have long passwords, and are watched for stolen ones', () => {
    const { Policies, UserPoolAddOns } = pool?.properties ?? {}
    expect(Policies.PasswordPolicy.MinimumLength).toBeGreaterThanOrEqual(12)
    expect(UserPoolAddOns.AdvancedSecurityMode).toBe('ENFORCED')
  })

  it('are in the groups that routes know as roles', () => {
    const groups = resources('AWS::Cognito::UserPoolGroup').map(({ properties }) => {
      expect(properties.UserPoolId).toBe(pool?.id)
      // A role of AWS would be one that a token could be changed into.
      expect(properties.RoleArn).toBeUndefined()
      return properties.GroupName
    })
    expect(groups.sort()).toEqual([...roles].sort())
  })

  it('cannot change whose customers they see, nor which address is theirs', () => {
    const written: readonly string[] = client?.properties.WriteAttributes ?? []
    expect(written.length).toBeGreaterThan(0)
    expect(written.filter((name) => /^custom:|email|phone/.test(name))).toEqual([])
    expect(client?.properties.ReadAttributes).toEqual(
      expect.arrayContaining(['custom:managerId', 'custom:branchId', 'email', 'email_verified']),
    )
  })

  it('type their passwords on the pool’s pages only, and are believed for an hour', () => {
    const properties = client?.properties ?? {}
    expect(properties.ExplicitAuthFlows).toEqual(['ALLOW_REFRESH_TOKEN_AUTH'])
    expect([properties.GenerateSecret ?? false, properties.AllowedOAuthFlows]).toEqual([false, ['code']])
    // With another scope beside it Cognito leaves the pool's own attributes out of ID tokens.
    expect(properties.AllowedOAuthScopes).toEqual(['openid'])
    expect([properties.IdTokenValidity, properties.TokenValidityUnits.IdToken]).toEqual([60, 'minutes'])
    expect(properties.PreventUserExistenceErrors).toBe('ENABLED')
  })
})

describe('the API', () => {
  it('asks for a token of this pool and client at every route but that of its description', () => {
    const [authorizer, ...others] = resources('AWS::ApiGatewayV2::Authorizer')
    expect(others).toEqual([])
    expect(authorizer?.properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Audience: [client?.id], Issuer: pool?.id },
    })
    const found = routes.map(({ properties: { RouteKey, AuthorizationType, AuthorizerId } }) => [
      RouteKey,
      AuthorizationType,
      AuthorizerId,
    ])
    expect(found.sort()).toEqual([
      ['ANY /v1/{proxy+}', 'JWT', authorizer?.id],
      ['GET /openapi.json', 'NONE', undefined],
    ])
  })

  it('takes the pool’s own word for who its issuer is', () => {
    const [authorizer] = resources('AWS::ApiGatewayV2::Authorizer')
    const { JwtConfiguration } = asWritten(authorizer?.id ?? '') as { JwtConfiguration: { Issuer: object } }
    const exportName = Object.values(JwtConfiguration.Issuer)[0]
    const outputs = Object.values(templates['Bellwether-Data']?.Outputs ?? {})
    const exported = outputs.find(({ Export }) => Export?.Name === exportName)
    expect(exported?.Value).toEqual({ 'Fn::GetAtt': [pool?.id.split('/')[1], 'ProviderURL'] })
  })

  it('may be called a limited number of times a second, and logs neither paths nor people', () => {
    expect(otherStages).toEqual([])
    const { ThrottlingRateLimit, ThrottlingBurstLimit } = stage?.properties.DefaultRouteSettings ?? {}
    expect(ThrottlingRateLimit).toBeGreaterThan(0)
    expect(ThrottlingBurstLimit).toBeGreaterThanOrEqual(ThrottlingRateLimit)
    const logged = Object.values<string>(JSON.parse(stage?.properties.AccessLogSettings.Format))
    expect(logged).toContain('$context.status')
    for (const value of logged)
      expect(value).not.toMatch(/path|domain|sourceIp|userAgent|header|identity|authorizer|claims/i)
  })

  it('is the only caller of its function', () => {
    const callers = resources('AWS::Lambda::Permission').filter(
      ({ properties }) => properties.FunctionName === output('ApiFunction').id,
    )
    for (const { properties } of callers)
      expect([properties.Principal, properties.SourceArn]).toEqual([
        'apigateway.amazonaws.com',
        expect.stringContaining(`${api?.id}/*/`),
      ])
    expect(callers).toHaveLength(2)
  })
})

/** The development issuer gives a token to whoever asks. Nothing that is deployed can be told to believe it. */
describe('the development issuer', () => {
  it('is named by no function’s environment, nor is any other', () => {
    for (const { properties } of functions)
      for (const [name, value] of Object.entries<string>(properties.Environment?.Variables ?? {})) {
        expect(name).not.toMatch(/issuer|jwks|jwt|cognito|pool|auth|token_/i)
        expect(value).not.toMatch(/127\.0\.0\.1|localhost|cognito-idp|UserPool|SignIn/i)
      }
  })

  it('is out of reach for what runs there: no bundle verifies or signs tokens', () => {
    const assets = readdirSync(directory).filter((name) => name.startsWith('asset.'))
    expect(assets.length).toBeGreaterThan(functions.length - 1)
    for (const asset of assets) {
      const code = readFileSync(path.join(directory, asset, 'index.mjs'), 'utf8')
      expect([asset, /jwks|well-known|openid-configuration|jwtVerify/i.exec(code)?.[0]]).toEqual([
        asset,
        undefined,
      ])
    }
  })

  it('is imported by nothing that is deployed', () => {
    const sources = globSync('{functions,shared,events,infra/constructs,infra/stacks}/**/*.ts')
    expect(sources.length).toBeGreaterThan(100)
    const naming = sources.filter((file) =>
      /from ['"](#infra\/local|jose)|infra\/local\/(issuer|development-token)/.test(
        readFileSync(file, 'utf8'),
      ),
    )
    expect(naming).toEqual([])
  })

  it('gives nothing for a deployed pool', async () => {
    const outputs = { UserPoolIssuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_a' }
    await expect(developmentToken(outputs, { groups: ['admin'] })).rejects.toThrow('only a local cloud')
  })
})
