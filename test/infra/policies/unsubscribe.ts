import { describe, expect, it } from 'vitest'
import { synthesized } from '#test/infra/synthesized.ts'

const { resources, output, templates } = synthesized()
const [api, ...otherApis] = resources('AWS::ApiGatewayV2::Api').filter(
  ({ properties }) => properties.Name === 'bellwether-unsubscribe',
)
const ofApi = ({ properties }: { readonly properties: { readonly ApiId?: unknown } }) =>
  properties.ApiId === api?.id
const [stage, ...otherStages] = resources('AWS::ApiGatewayV2::Stage').filter(ofApi)
const routes = resources('AWS::ApiGatewayV2::Route').filter(ofApi)
const unsubscribe = output('UnsubscribeFunction')

describe('the address of links to unsubscribe', () => {
  it('has two pages, both open to everybody', () => {
    expect([otherApis, otherStages]).toEqual([[], []])
    const [integration] = resources('AWS::ApiGatewayV2::Integration').filter(ofApi)
    const expected = ['/p/{token}', '/u/{token}'].map((path) =>
      expect.objectContaining({
        ApiId: api?.id,
        RouteKey: `ANY ${path}`,
        Target: `integrations/${integration?.id}`,
      }),
    )
    const found = routes.map(({ properties }) => properties)
    expect(found.sort((a, b) => (a.RouteKey < b.RouteKey ? -1 : 1))).toEqual(expected)
    expect(integration?.properties).toMatchObject({
      IntegrationUri: unsubscribe.id,
      PayloadFormatVersion: '2.0',
    })
  })

  it('outlives the compute stack, as emails do', () => {
    for (const { id } of [api, stage].flatMap((each) => each ?? []))
      expect(id).toMatch(/^Bellwether-Messaging\//)
  })

  it('is what delivery puts into emails, and what tools are told', () => {
    const { UNSUBSCRIBE_BASE_URL } = output('DeliverMessageFunction').properties.Environment.Variables
    expect(UNSUBSCRIBE_BASE_URL).toBe(`${api?.id}/u`)
    expect(templates['Bellwether-Messaging']?.Outputs?.UnsubscribeUrl?.Value).toEqual({
      'Fn::Join': ['', [{ 'Fn::GetAtt': [api?.id.split('/')[1], 'ApiEndpoint'] }, '/u']],
    })
  })

  it('may be called a limited number of times a second', () => {
    const { ThrottlingRateLimit, ThrottlingBurstLimit } = stage?.properties.DefaultRouteSettings ?? {}
    expect(ThrottlingRateLimit).toBeGreaterThan(0)
    expect(ThrottlingBurstLimit).toBeGreaterThanOrEqual(ThrottlingRateLimit)
  })

  it('logs neither the path, which holds the token, nor who called', () => {
    const logged = Object.values<string>(JSON.parse(stage?.properties.AccessLogSettings.Format))
    expect(logged).toContain('$context.status')
    for (const value of logged) expect(value).not.toMatch(/path|domain|sourceIp|userAgent|header|identity/i)
  })

  it('is the only caller of its function', () => {
    const callers = resources('AWS::Lambda::Permission').filter(
      ({ properties }) => properties.FunctionName === unsubscribe.id,
    )
    const found = callers.map(({ properties }) => [properties.Principal, properties.SourceArn]).sort()
    expect(found).toEqual(
      ['p', 'u'].map((page) => [
        'apigateway.amazonaws.com',
        expect.stringContaining(`${api?.id}/*/*/${page}/{token}`),
      ]),
    )
  })
})

describe('the keys of links', () => {
  it('are generated, and kept whatever happens to the stack: links in sent emails hang on them', () => {
    const { properties, deletionPolicy, updateReplacePolicy } = output('UnsubscribeSecretArn')
    const { SecretStringTemplate, GenerateStringKey, PasswordLength } = properties.GenerateSecretString
    expect(JSON.parse(SecretStringTemplate)).toEqual({ current: GenerateStringKey })
    expect(PasswordLength).toBeGreaterThanOrEqual(32)
    expect([deletionPolicy, updateReplacePolicy]).toEqual(['Retain', 'Retain'])
  })
})
