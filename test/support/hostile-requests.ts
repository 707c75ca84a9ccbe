import { randomOf } from '#test/support/random.ts'

export interface HostileRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface HostileOptions {
  /** What tokens are appended to, e.g. `/u`. */
  readonly basePath: string
  /** What the page at that path acts on, as a form. @default the one click of the page to unsubscribe */
  readonly rightBody?: string
  /** Forms that say nothing that this page acts on. @default those of the page to unsubscribe */
  readonly wrongBodies?: readonly string[]
  /** One that is valid: what is wrong is near to what is right. */
  readonly token: string
  readonly seed: number
  readonly count: number
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const ONE_CLICK = 'List-Unsubscribe=One-Click'

const WRONG_ONE_CLICKS = [
  'List-Unsubscribe=One-Clic',
  'List-Unsubscribe=',
  '{"List-Unsubscribe":"One-Click"}',
  '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nTwo-Click\r\n--x--',
]

/** What the page to choose acts on, and forms that it does not. */
export const PREFERENCES = {
  rightBody: 'channel=email&channel=sms&stop=chosen',
  wrongBodies: [
    'stop=chosen',
    'channel=email',
    'channel=email&stop=none',
    'channel=phone&stop=chosen',
    'channel=email&channel=__proto__&stop=chosen',
    'channel=EMAIL&stop=chosen',
    `${'channel=email&'.repeat(4)}stop=chosen`,
    'start=all',
    'stop[]=all',
    'stop=chosen&stop=all',
    'customerId=C2&stop=chosen',
    '{"stop":"all"}',
    'List-Unsubscribe=One-Click',
    '--x\r\nContent-Disposition: form-data; name="stop"; filename="a"\r\n\r\nall\r\n--x--',
  ],
} as const

/** Requests to a page behind the links none of which may do anything: all of them get a 4xx. */
export const hostileRequests = (options: HostileOptions): HostileRequest[] => {
  const { basePath, token, seed, count } = options
  const { rightBody = ONE_CLICK, wrongBodies = WRONG_ONE_CLICKS } = options
  const random = randomOf(seed)
  const parts = token.split('.')
  const withPart = (index: number, part: string) =>
    parts.map((old, at) => (at === index ? part : old)).join('.')
  const payload = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

  const anotherLetter = (): string => {
    const at = random.int(0, token.length - 1)
    return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
  }
  const wrongTokens: readonly [() => string, ...(() => string)[]] = [
    anotherLetter,
    () => token.slice(0, random.int(1, token.length - 1)),
    () => `${token}${random.text(random.int(1, 4))}`,
    () => `${token}.${token}`,
    () => withPart(1, random.pick(['k2', 'k0', '__proto__', 'constructor', '', 'K1', 'current'])),
    () => withPart(2, payload(['U1', 'email', 'savings-offer', 1])),
    () => withPart(2, payload({ customerId: 'U1' })),
    () => withPart(3, ''),
    () => `${token}=`,
    () => random.text(random.int(1, 600)),
    () => random.text(7_000),
    () => encodeURIComponent(`../../${random.text(5)}`),
    () => '%00%ff%fe',
    () => '%',
    () => encodeURIComponent("' OR 1=1 --<script>alert(1)</script>"),
    () => encodeURIComponent('退订'),
  ]
  const pathTo = (given: string): string => `${basePath}/${given}`
  const forged = (): HostileRequest => {
    const method = random.pick(['GET', 'POST', 'HEAD'])
    return {
      method,
      path: pathTo(random.pick(wrongTokens)()),
      headers: FORM,
      body: method === 'POST' ? rightBody : '',
    }
  }
  const wrongBody = (): HostileRequest => ({
    method: 'POST',
    path: pathTo(token),
    headers: random.pick([
      FORM,
      { 'content-type': 'application/json' },
      { 'content-type': 'multipart/form-data' },
      { 'content-type': 'multipart/form-data; boundary=x' },
      { 'content-type': random.text(30) },
    ]),
    body: random.pick([
      '',
      ...wrongBodies,
      '--x\r\nContent-Disposition',
      random.text(random.int(1, 3_000)),
      `${rightBody}&x=${random.text(100_000)}`,
    ]),
  })
  const wrongMethod = (): HostileRequest => ({
    method: random.pick(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']),
    path: pathTo(token),
    headers: FORM,
    body: rightBody,
  })
  const wrongPath = (): HostileRequest => ({
    method: random.pick(['GET', 'POST']),
    path: random.pick([basePath, '/', pathTo(`${token}/`), pathTo(`x/${token}`), `${basePath}x/${token}`]),
    headers: FORM,
    body: '',
  })
  return Array.from({ length: count }, () =>
    random.pick([forged, forged, forged, wrongBody, wrongMethod, wrongPath])(),
  )
}
