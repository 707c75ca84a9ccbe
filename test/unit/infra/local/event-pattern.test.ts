import { describe, expect, it } from 'vitest'
import { compileEventPattern } from '#infra/local/event-pattern.ts'

/** What the pattern demands of the detail, the event's detail, whether AWS matches them. */
const onDetail: [name: string, pattern: object, detail: object, matches: boolean][] = [
  ['exact', { s: ['a', 'b'] }, { s: 'b' }, true],
  ['exact', { s: ['a'] }, { s: 'c' }, false],
  ['exact string vs number', { s: ['5'] }, { s: 5 }, false],
  ['exact number 300 = 3.0e2', { s: [300] }, { s: 300 }, true],
  ['null', { s: [null] }, { s: null }, true],
  ['null vs absent', { s: [null] }, {}, false],
  ['empty string', { s: [''] }, { s: '' }, true],
  ['boolean', { s: [true] }, { s: true }, true],
  ['AND two fields', { a: [1], b: [2] }, { a: 1, b: 3 }, false],
  ['dotted key', { 'a.b': ['x'] }, { 'a.b': 'x' }, true],
  ['array any element', { s: ['a'] }, { s: ['z', 'a'] }, true],
  ['prefix', { s: [{ prefix: 'us-' }] }, { s: 'us-east-1' }, true],
  ['prefix', { s: [{ prefix: 'us-' }] }, { s: 'eu-1' }, false],
  ['prefix on number', { s: [{ prefix: '1' }] }, { s: 12 }, false],
  [
    'prefix ignore-case',
    {
      s: [{ prefix: { 'equals-ignore-case': 'EventB' } }],
    },
    { s: 'EVENTBridge' },
    true,
  ],
  ['suffix', { s: [{ suffix: '.png' }] }, { s: 'a.png' }, true],
  [
    'suffix ignore-case',
    {
      s: [{ suffix: { 'equals-ignore-case': '.png' } }],
    },
    { s: 'a.PNG' },
    true,
  ],
  ['equals-ignore-case', { s: [{ 'equals-ignore-case': 'alice' }] }, { s: 'ALICE' }, true],
  ['equals-ignore-case', { s: [{ 'equals-ignore-case': 'alice' }] }, { s: 'ALICEX' }, false],
  ['anything-but', { s: [{ 'anything-but': 'init' }] }, { s: 'run' }, true],
  ['anything-but', { s: [{ 'anything-but': 'init' }] }, { s: 'init' }, false],
  ['anything-but missing field', { s: [{ 'anything-but': 'init' }] }, { t: 1 }, false],
  [
    'anything-but list',
    {
      s: [{ 'anything-but': ['a', 'b'] }],
    },
    { s: 'b' },
    false,
  ],
  ['anything-but number', { s: [{ 'anything-but': 123 }] }, { s: 123 }, false],
  ['anything-but number vs "123"', { s: [{ 'anything-but': 123 }] }, { s: '123' }, true],
  [
    'anything-but prefix',
    {
      s: [{ 'anything-but': { prefix: 'init' } }],
    },
    { s: 'initX' },
    false,
  ],
  [
    'anything-but prefix list',
    {
      s: [{ 'anything-but': { prefix: ['init', 'err'] } }],
    },
    { s: 'error' },
    false,
  ],
  [
    'anything-but suffix',
    {
      s: [{ 'anything-but': { suffix: '.txt' } }],
    },
    { s: 'a.png' },
    true,
  ],
  [
    'anything-but suffix list',
    {
      s: [{ 'anything-but': { suffix: ['.txt', '.rtf'] } }],
    },
    { s: 'a.rtf' },
    false,
  ],
  [
    'anything-but ignore-case',
    {
      s: [{ 'anything-but': { 'equals-ignore-case': 'initializing' } }],
    },
    { s: 'INITIALIZING' },
    false,
  ],
  [
    'anything-but ignore-case list',
    {
      s: [{ 'anything-but': { 'equals-ignore-case': ['a', 'b'] } }],
    },
    { s: 'B' },
    false,
  ],
  [
    'anything-but wildcard',
    {
      s: [{ 'anything-but': { wildcard: '*/lib/*' } }],
    },
    { s: 'a/lib/b' },
    false,
  ],
  [
    'anything-but wildcard list',
    {
      s: [{ 'anything-but': { wildcard: ['*/lib/*', '*/bin/*'] } }],
    },
    { s: 'a/x/b' },
    true,
  ],
  ['anything-but event array', { s: [{ 'anything-but': 'a' }] }, { s: ['a', 'b'] }, true],
  ['anything-but null value', { s: [{ 'anything-but': 'a' }] }, { s: null }, true],
  [
    'numeric =',
    {
      n: [{ numeric: ['=', 100] }],
    },
    { n: 100 },
    true,
  ],
  [
    'numeric range',
    {
      n: [{ numeric: ['>', 0, '<=', 5] }],
    },
    { n: 5 },
    true,
  ],
  [
    'numeric range',
    {
      n: [{ numeric: ['>', 0, '<', 5] }],
    },
    { n: 5 },
    false,
  ],
  [
    'numeric negative',
    {
      n: [{ numeric: ['<', -1.5] }],
    },
    { n: -2 },
    true,
  ],
  [
    'numeric on string "5"',
    {
      n: [{ numeric: ['>', 0] }],
    },
    { n: '5' },
    false,
  ],
  [
    'numeric on null',
    {
      n: [{ numeric: ['>=', 0] }],
    },
    { n: null },
    false,
  ],
  [
    'numeric on true',
    {
      n: [{ numeric: ['>=', 0] }],
    },
    { n: true },
    false,
  ],
  ['cidr v4', { ip: [{ cidr: '10.0.0.0/24' }] }, { ip: '10.0.0.77' }, true],
  ['cidr v4', { ip: [{ cidr: '10.0.0.0/24' }] }, { ip: '10.0.1.77' }, false],
  ['cidr v6', { ip: [{ cidr: '2001:db8::/32' }] }, { ip: '2001:db8::1' }, true],
  ['exists true', { s: [{ exists: true }] }, { s: null }, true],
  ['exists true missing', { s: [{ exists: true }] }, {}, false],
  ['exists false', { s: [{ exists: false }] }, {}, true],
  ['exists false present', { s: [{ exists: false }] }, { s: 1 }, false],
  [
    'exists false, parent missing',
    {
      a: { b: [{ exists: false }] },
    },
    { z: 1 },
    true,
  ],
  ['exists true on object (non-leaf)', { s: [{ exists: true }] }, { s: { x: 1 } }, false],
  ['exists false on object (non-leaf)', { s: [{ exists: false }] }, { s: { x: 1 } }, true],
  ['exists true empty array', { s: [{ exists: true }] }, { s: [] }, false],
  ['exists false OR value', { s: [{ exists: false }, 'a'] }, { s: 'a' }, true],
  ['exists null value is present', { s: [{ exists: false }] }, { s: null }, false],
  ['wildcard mid', { s: [{ wildcard: 'dir/*.png' }] }, { s: 'dir/a/b.png' }, true],
  ['wildcard multi', { s: [{ wildcard: '*a*b*' }] }, { s: 'xxaYYbzz' }, true],
  ['wildcard none', { s: [{ wildcard: 'a*c' }] }, { s: 'abd' }, false],
  ['wildcard escaped *', { s: [{ wildcard: 'a\\*c' }] }, { s: 'a*c' }, true],
  ['wildcard escaped * no', { s: [{ wildcard: 'a\\*c' }] }, { s: 'abc' }, false],
  ['wildcard newline', { s: [{ wildcard: 'a*c' }] }, { s: 'a\nc' }, true],
  ['wildcard regex chars', { s: [{ wildcard: 'a.c*' }] }, { s: 'abcd' }, false],
  [
    '$or detail',
    {
      $or: [
        { a: [1] },
        {
          b: [{ numeric: ['>', 5] }],
        },
      ],
    },
    { b: 6 },
    true,
  ],
  [
    '$or detail none',
    {
      $or: [{ a: [1] }, { b: [2] }],
    },
    { a: 9, b: 9 },
    false,
  ],
  [
    '$or + AND',
    {
      c: ['x'],
      $or: [{ a: [1] }, { b: [2] }],
    },
    { a: 1, c: 'y' },
    false,
  ],
  [
    '$or nested under key',
    {
      o: {
        $or: [{ a: [1] }, { b: [2] }],
      },
    },
    { o: { b: 2 } },
    true,
  ],
  [
    '$or in $or',
    {
      $or: [
        { a: [1] },
        {
          $or: [{ b: [2] }, { c: [3] }],
        },
      ],
    },
    { c: 3 },
    true,
  ],
  ['objects in array', { items: { sku: ['A'] } }, { items: [{ sku: 'B' }, { sku: 'A' }] }, true],
  [
    'array consistency (split)',
    { items: { sku: ['A'], qty: [2] } },
    {
      items: [
        { sku: 'A', qty: 1 },
        { sku: 'B', qty: 2 },
      ],
    },
    false,
  ],
  [
    'array consistency (same)',
    { items: { sku: ['A'], qty: [2] } },
    {
      items: [
        { sku: 'A', qty: 2 },
        { sku: 'B', qty: 1 },
      ],
    },
    true,
  ],
  ['nested arrays', { s: ['a'] }, { s: [['x'], ['a']] }, true],
  [
    'exists false in array of objects',
    {
      items: { sku: [{ exists: false }] },
    },
    { items: [{ sku: 'A' }, { qty: 1 }] },
    false,
  ],
  ['inherited field', { s: { toString: [{ exists: true }] } }, { s: {} }, false],
  ['cidr on no address', { ip: [{ cidr: '10.0.0.0/24' }] }, { ip: 'nonsense' }, false],
  ['cidr v4 on a v6 address', { ip: [{ cidr: '0.0.0.0/0' }] }, { ip: '2001:db8::1' }, false],
  ['own prototype key', { s: { constructor: ['x'] } }, { s: { constructor: 'x' } }, true],
  [
    'field beside and within $or: the later counts',
    { a: [1], $or: [{ a: [2] }, { b: [3] }] },
    { a: 2 },
    true,
  ],
  ['$or with one branch is a field', { $or: ['x'] }, { $or: 'x' }, true],
]

const onEnvelope: [name: string, pattern: object, event: object, matches: boolean][] = [
  [
    'envelope source + detail-type',
    { source: ['my.app'], 'detail-type': ['T'] },
    { source: 'my.app', 'detail-type': 'T', detail: {} },
    true,
  ],
  ['resources array', { resources: [{ prefix: 'arn:x' }] }, { resources: ['q', 'arn:x:1'] }, true],
  ['time prefix', { time: [{ prefix: '2017-10-02' }] }, { time: '2017-10-02T18:43:48Z' }, true],
  [
    '$or top-level',
    {
      $or: [{ source: ['x'] }, { 'detail-type': ['T'] }],
    },
    { source: 'y', 'detail-type': 'T', detail: {} },
    true,
  ],
  [
    '$or top-level none',
    {
      $or: [{ source: ['aws.ec2'] }, { source: ['aws.s3'] }],
    },
    { source: 'my.app', detail: {} },
    false,
  ],
]

const refused: [name: string, detail: unknown][] = [
  ['unknown operator', { s: [{ contains: 'x' }] }],
  ['leaf not array', { s: 'x' }],
  ['empty array', { s: [] }],
  ['double **', { s: [{ wildcard: 'a**b' }] }],
  [
    'numeric operand string',
    {
      s: [{ numeric: ['>', '5'] }],
    },
  ],
  ['exists string', { s: [{ exists: 'yes' }] }],
  [
    'anything-but mixed list',
    {
      s: [{ 'anything-but': ['a', 1] }],
    },
  ],
  ['unknown operator in prefix', { s: [{ prefix: { contains: 'x' } }] }],
  ['unknown operator in anything-but', { s: [{ 'anything-but': { numeric: ['>', 1] } }] }],
  ['inherited name as operator', { s: [{ constructor: 'x' }] }],
  ['two operators', { s: [{ prefix: 'a', suffix: 'b' }] }],
  ['$or with one branch', { $or: [{ a: [1] }] }],
  ['empty prefix in anything-but', { s: [{ 'anything-but': { prefix: '' } }] }],
  ['empty pattern', {}],
  ['numeric range upside down', { s: [{ numeric: ['>', 5, '<', 1] }] }],
  ['numeric range of one kind', { s: [{ numeric: ['<', 1, '<', 5] }] }],
  ['CIDR mask', { s: [{ cidr: '10.0.0.0/33' }] }],
  ['bad escape', { s: [{ wildcard: 'a\\b' }] }],
]

const invented = Array.from({ length: 12 }, (_, at) => ({ $or: [{ [`a${at}`]: [1] }, { [`b${at}`]: [1] }] }))

describe('compileEventPattern', () => {
  it.each(onDetail)('%s: %j against %j is %s', (_name, detail, eventDetail, matches) => {
    const event = { source: 'my.app', 'detail-type': 'T', detail: eventDetail }
    expect(compileEventPattern({ detail })(event)).toBe(matches)
  })

  it.each(onEnvelope)('%s: %j against %j is %s', (_name, pattern, event, matches) => {
    expect(compileEventPattern(pattern)(event)).toBe(matches)
  })

  it.each(refused)('refuses %s: %j', (_name, detail) => {
    expect(() => compileEventPattern({ detail })).toThrow(/^Event pattern is not valid: /)
  })

  it('names the operator it does not know', () => {
    expect(() => compileEventPattern({ source: [{ contains: 'x' }] })).toThrow('contains')
  })

  it('refuses a pattern whose alternatives multiply beyond a thousand', () => {
    const detail = Object.fromEntries(invented.map((or, at) => [`k${at}`, or]))
    expect(() => compileEventPattern({ detail })).toThrow('too complex')
  })

  it('matches an event that nests arrays deeper than the stack', () => {
    const depth = 200_000
    const event = { detail: { s: JSON.parse(`${'['.repeat(depth)}"a"${']'.repeat(depth)}`) as unknown } }
    expect(compileEventPattern({ detail: { s: ['a'] } })(event)).toBe(true)
    expect(compileEventPattern({ detail: { s: ['b'] } })(event)).toBe(false)
  })

  it.each([null, 'text', 7, []])('does not match %j, which is no event', (event) => {
    expect(compileEventPattern({ source: [{ exists: false }] })(event)).toBe(false)
  })
})
