// Who may import whom (DESIGN.md, "Layout"). dependency-cruiser cannot read TypeScript with TypeScript 7, which has no
// classic compiler API, so swc parses; without it no .ts file would be found and every rule would pass, hence the import.
import '@swc/core'

const packages = (...names) => names.map((name) => `^node_modules/${name}/`)
const zod = packages('zod')
const sdk = packages('@aws-sdk', '@smithy')

/** A function's wiring: handler.ts and the files that it is split into where it would be too long. */
const wiring = '(handler|later|providers|tables)\\.ts$'

/** One layer: what its files may import, and nothing else. `core`: also Node's own modules. */
const layer = (name, reason, from, may, { core = false } = {}) => ({
  name,
  comment: reason,
  severity: 'error',
  from: typeof from === 'string' ? { path: from } : from,
  to: { pathNot: may, ...(core ? { dependencyTypesNot: ['core'] } : {}) },
})

const layers = [
  layer('events', 'contracts are shared with the bank: zod only', '^events/', ['^events/', ...zod]),
  layer('domain', 'pure: no AWS, no adapters, no clock', '^shared/domain/', [
    '^shared/domain/',
    '^events/',
    '^(crypto|zlib)$',
    ...zod,
    ...packages('croner'),
  ]),
  layer('tables', 'plain data, read by infra and by the docs', '^shared/tables/', ['^shared/tables/']),
  layer(
    'shared-use-cases',
    'what the API and the commands do alike, over injected ports',
    '^shared/use-cases/',
    ['^shared/(use-cases|ports|domain)/', ...zod],
  ),
  layer('ports', 'what use cases need, in words of the domain', '^shared/ports/', [
    '^shared/ports/',
    '^shared/domain/',
  ]),
  layer(
    'adapters',
    'ports, domain, tables, the SDK and one library each',
    '^shared/adapters/',
    ['^shared/(adapters|ports|domain|tables)/', ...sdk, ...zod, ...packages('liquidjs')],
    { core: true },
  ),
  layer(
    'lambda-kit',
    'what handlers share to wire themselves; no tables',
    '^shared/lambda/',
    [
      '^shared/(lambda|ports|domain|adapters)/',
      ...zod,
      ...packages('@middy', '@aws-lambda-powertools', '@types/aws-lambda'),
    ],
    { core: true },
  ),
  layer(
    'publisher',
    "goes into the bank's own programs: contracts and one client",
    '^shared/publisher/',
    ['^shared/publisher/', '^events/', ...packages('@aws-sdk/client-eventbridge')],
    { core: true },
  ),
  layer(
    'use-case',
    'logic over injected ports: no SDK, no adapters, no Lambda kit',
    { path: '^functions/([^/]+)/', pathNot: `/(${wiring}|env\\.ts$)|^functions/(api|simulate)/` },
    [`^functions/$1/(?!${wiring})`, '^shared/(domain|ports|use-cases)/', '^events/', ...zod],
    { core: true },
  ),
  layer(
    'api-http',
    'routes and what they share: HTTP over the use cases',
    { path: '^functions/api/', pathNot: `/(${wiring}|env\\.ts$)` },
    [`^functions/api/(?!${wiring})`, '^shared/(domain|ports|use-cases)/', ...zod, ...packages('hono')],
    { core: true },
  ),
  layer(
    'simulation',
    'plays the other functions over stores in memory: a copy of their logic would drift from them',
    { path: '^functions/simulate/', pathNot: `/(${wiring}|env\\.ts$)` },
    [
      `^functions/(simulate|react-to-events|sweep-calendar|release-due|deliver-message)/(?!${wiring}|env\\.ts$)`,
      // Tables for the keys that the stores in memory keep things under: the same as the tables' own.
      '^shared/(domain|ports|use-cases|tables)/',
      '^events/',
      ...zod,
    ],
    { core: true },
  ),
  layer('function-env', 'shared with infra, so it must stay light', '^functions/[^/]+/env\\.ts$', [
    '^shared/lambda/environment\\.ts$',
    ...zod,
  ]),
  layer(
    'handler',
    'wires its own function; never another one, never infra',
    `^functions/([^/]+)/${wiring}`,
    ['^functions/$1/', '^shared/', '^events/', '^node_modules/'],
    { core: true },
  ),
  layer(
    'infra',
    'what deploys: contracts, tables, environments; handlers by path only',
    { path: '^infra/', pathNot: '^infra/(cli|docs|local/commands|seed)/' },
    [
      '^infra/',
      '^events/',
      '^shared/tables/',
      '^functions/[^/]+/env\\.ts$',
      '^node_modules/',
      '^(cdk|package)\\.json$',
    ],
    { core: true },
  ),
  layer(
    'infra-commands',
    'seeds and reads through the same adapters as the functions',
    '^infra/(cli|docs|local/commands|seed)/',
    [
      '^infra/',
      '^events/',
      '^shared/(domain|ports|tables|adapters|publisher|use-cases)/',
      `^functions/(api|simulate|react-to-events|sweep-calendar|release-due|deliver-message)/(?!${wiring})`,
      '^functions/[^/]+/env\\.ts$',
      '^node_modules/',
    ],
    { core: true },
  ),
]

const general = [
  {
    name: 'nobody-imports-test',
    comment: 'what ships must not lean on test code',
    severity: 'error',
    from: { pathNot: '^test/' },
    to: { path: '^test/' },
  },
  {
    name: 'no-circular',
    comment: 'two files that need each other are one file, or three',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-unresolvable',
    comment: 'a path that nobody can resolve escapes every other rule',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
]

export default {
  forbidden: [...layers, ...general],
  options: {
    parser: 'swc',
    doNotFollow: { path: '^node_modules/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
