import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Says whether an event (the parsed envelope) matches; never throws, whatever the event holds. */
export type EventMatcher = (event: unknown) => boolean

type ValueTest = (value: unknown) => boolean
type JsonObject = Readonly<Record<string, unknown>>

/** What one alternative of a pattern demands of the values at a path: one of the tests, or that there be none. */
interface Condition {
  readonly path: readonly string[]
  readonly demand: readonly ValueTest[] | 'absent'
}

/** Conditions by path, so that those under one array must hold for the same element of it. */
interface Branch {
  readonly tests: Map<string, readonly ValueTest[]>
  readonly branches: Map<string, Branch>
}

/** More alternatives than this (each `$or` multiplies them) AWS refuses as too complex. */
const maxAlternatives = 1000

/**
 * Compiles an EventBridge event pattern. Throws an Error that names what is wrong, unknown operators included: a
 * pattern that the local cloud cannot honour must stop its boot rather than match something else than AWS would.
 */
export function compileEventPattern(pattern: unknown): EventMatcher {
  if (!isObject(pattern)) throw invalid('it must be a JSON object')
  const alternatives = alternativesOf(pattern, []).map(compileAlternative)
  return (event) => isObject(event) && alternatives.some((matches) => matches(event))
}

function compileAlternative(conditions: readonly Condition[]): (event: JsonObject) => boolean {
  // A field named both beside an `$or` and within it: the later one counts, as in AWS's event-ruler.
  const byPath = [...new Map(conditions.map((one) => [JSON.stringify(one.path), one])).values()]
  const absent = byPath.filter(({ demand }) => demand === 'absent')
  const root = emptyBranch()
  for (const { path, demand } of byPath) if (demand !== 'absent') addTests(root, path, demand)
  return (event) => absent.every(({ path }) => !isPresent(event, path)) && branchMatches(root, event)
}

function alternativesOf(pattern: JsonObject, path: readonly string[]): Condition[][] {
  const fields = Object.entries(pattern)
  if (fields.length === 0) throw invalid('empty objects are not allowed')
  return fields.reduce<Condition[][]>(
    (sofar, [key, value]) => combine(sofar, fieldAlternatives(key, value, path)),
    [[]],
  )
}

function combine(left: Condition[][], right: Condition[][]): Condition[][] {
  if (left.length * right.length > maxAlternatives) throw invalid('the rule is too complex')
  return left.flatMap((one) => right.map((other) => [...one, ...other]))
}

function fieldAlternatives(key: string, value: unknown, parent: readonly string[]): Condition[][] {
  if (isOr(key, value)) return value.flatMap((branch) => alternativesOf(branch, parent))
  const path = [...parent, key]
  if (isObject(value)) return alternativesOf(value, path)
  if (!Array.isArray(value)) throw invalid(`"${key}" must be an object or an array`)
  if (value.length === 0) throw invalid(`the array of "${key}" is empty`)
  const tests = value.filter((element) => !isExistsFalse(element)).map(compileElement)
  const alternatives: Condition[][] = tests.length > 0 ? [[{ path, demand: tests }]] : []
  return value.some(isExistsFalse) ? [...alternatives, [{ path, demand: 'absent' }]] : alternatives
}

/** `$or` is an operator only with two or more patterns in it; else it is a field of that name. */
function isOr(key: string, value: unknown): value is JsonObject[] {
  const isPattern = (one: unknown) => isObject(one) && Object.keys(one).some((name) => !(name in operators))
  return key === '$or' && Array.isArray(value) && value.length > 1 && value.every(isPattern)
}

const isExistsFalse = (element: unknown): boolean => isObject(element) && element.exists === false

function compileElement(element: unknown): ValueTest {
  if (Array.isArray(element)) throw invalid('a match value must be a string, number, true, false or null')
  if (!isObject(element)) return (value) => value === element
  const [name, operand] = onlyEntry(element, 'a match expression')
  const operator = operators[name]
  if (operator === undefined) throw invalid(`unknown operator "${name}"`)
  return operator(operand)
}

const operators: Readonly<Record<string, (operand: unknown) => ValueTest>> = Object.assign(
  Object.create(null) as object,
  {
    prefix: affix('prefix', (value, wanted) => value.startsWith(wanted)),
    suffix: affix('suffix', (value, wanted) => value.endsWith(wanted)),
    'equals-ignore-case': equalsIgnoreCase,
    wildcard,
    'anything-but': anythingBut,
    numeric,
    cidr,
    exists: (operand: unknown): ValueTest => {
      if (typeof operand !== 'boolean') throw invalid('exists must be true or false')
      return () => true // false is dealt with as absence; any leaf value exists
    },
  },
)

function affix(name: string, holds: (value: string, wanted: string) => boolean) {
  return (operand: unknown): ValueTest => {
    if (!isObject(operand)) {
      const wanted = text(operand, name)
      return onText((value) => holds(value, wanted))
    }
    const [inner, folded] = onlyEntry(operand, name)
    if (inner !== 'equals-ignore-case') throw invalid(`unknown operator "${inner}" in ${name}`)
    const wanted = text(folded, name).toLowerCase()
    return onText((value) => holds(value.toLowerCase(), wanted))
  }
}

function equalsIgnoreCase(operand: unknown): ValueTest {
  const wanted = text(operand, 'equals-ignore-case').toLowerCase()
  return onText((value) => value.toLowerCase() === wanted)
}

function wildcard(operand: unknown): ValueTest {
  const tokens = text(operand, 'wildcard').match(/\\[\s\S]|\\$|[^\\]/gu) ?? []
  const source = tokens.map((token, index) => {
    if (token === '*' && tokens[index - 1] === '*') throw invalid('consecutive wildcards')
    if (token.startsWith('\\') && token !== '\\*' && token !== '\\\\') throw invalid('bad escape in wildcard')
    return token === '*' ? '[\\s\\S]*' : token.replace(/^[.+?^${}()|[\]/-]$/, '\\$&')
  })
  const expression = new RegExp(`^${source.join('')}$`)
  return onText((value) => expression.test(value))
}

function anythingBut(operand: unknown): ValueTest {
  if (isObject(operand)) return anythingButMatching(operand)
  const refused = list(operand, 'anything-but')
  const type = typeof refused[0]
  if ((type !== 'string' && type !== 'number') || refused.some((one) => typeof one !== type))
    throw invalid('anything-but takes either strings or numbers')
  return (value) => !refused.includes(value)
}

function anythingButMatching(operand: JsonObject): ValueTest {
  const [name, inner] = onlyEntry(operand, 'anything-but')
  const operator = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(name) && operators[name]
  if (!operator) throw invalid(`unknown operator "${name}" in anything-but`)
  const tests = list(inner, 'anything-but').map((one) => {
    if (one === '' && name.endsWith('fix')) throw invalid(`empty ${name} in anything-but`)
    return operator(text(one, name))
  })
  return (value) => !tests.some((test) => test(value))
}

const comparisons = new Map<unknown, (value: number, bound: number) => boolean>([
  ['=', (value, bound) => value === bound],
  ['>', (value, bound) => value > bound],
  ['>=', (value, bound) => value >= bound],
  ['<', (value, bound) => value < bound],
  ['<=', (value, bound) => value <= bound],
])

function numeric(operand: unknown): ValueTest {
  const [first, lower, second, upper, ...rest] = list(operand, 'numeric')
  const low = comparison(first, lower)
  if (second === undefined) return (value) => typeof value === 'number' && low(value)
  const high = comparison(second, upper)
  if (rest.length > 0 || !/^>/.test(`${first}`) || !/^</.test(`${second}`) || Number(lower) >= Number(upper))
    throw invalid('bad numeric range')
  return (value) => typeof value === 'number' && low(value) && high(value)
}

function comparison(operator: unknown, bound: unknown): (value: number) => boolean {
  const compare = comparisons.get(operator)
  if (!compare || typeof bound !== 'number') throw invalid(`bad numeric comparison ${operator} ${bound}`)
  return (value) => compare(value, bound)
}

function cidr(operand: unknown): ValueTest {
  const [address = '', bits = ''] = text(operand, 'cidr').split('/')
  const family = isIPv4(address) ? 'ipv4' : 'ipv6'
  const isOfFamily = family === 'ipv4' ? isIPv4 : isIPv6
  if (!isOfFamily(address) || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 'ipv4' ? 32 : 128))
    throw invalid(`malformed CIDR ${operand}`)
  const block = new BlockList()
  block.addSubnet(address, Number(bits), family)
  return onText((value) => block.check(value, family))
}

const emptyBranch = (): Branch => ({ tests: new Map(), branches: new Map() })

function addTests(branch: Branch, [key = '', ...rest]: readonly string[], tests: readonly ValueTest[]): void {
  if (rest.length === 0) {
    branch.tests.set(key, tests)
    return
  }
  const next = branch.branches.get(key) ?? emptyBranch()
  branch.branches.set(key, next)
  addTests(next, rest, tests)
}

function branchMatches(branch: Branch, object: JsonObject): boolean {
  for (const [key, tests] of branch.tests)
    if (!leavesAt(object, key).some((value) => tests.some((test) => test(value)))) return false
  for (const [key, next] of branch.branches)
    if (!objectsAt(object, key).some((inner) => branchMatches(next, inner))) return false
  return true
}

function isPresent(object: JsonObject, [key = '', ...rest]: readonly string[]): boolean {
  if (rest.length === 0) return leavesAt(object, key).length > 0
  return objectsAt(object, key).some((inner) => isPresent(inner, rest))
}

const leavesAt = (object: JsonObject, key: string): unknown[] =>
  flattened(object, key).filter((value) => !isObject(value))

const objectsAt = (object: JsonObject, key: string): JsonObject[] => flattened(object, key).filter(isObject)

/** The values of a field, arrays opened up; a loop, since a hostile event nests them deeper than the stack. */
function flattened(object: JsonObject, key: string): unknown[] {
  const flat: unknown[] = []
  const open: unknown[] = Object.hasOwn(object, key) ? [object[key]] : []
  while (open.length > 0) {
    const value = open.pop()
    if (Array.isArray(value)) for (const element of value) open.push(element)
    else flat.push(value)
  }
  return flat
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const onText =
  (test: (value: string) => boolean): ValueTest =>
  (value) =>
    typeof value === 'string' && test(value)

function onlyEntry(object: JsonObject, where: string): [string, unknown] {
  const [entry, ...others] = Object.entries(object)
  if (entry === undefined || others.length > 0) throw invalid(`exactly one key is allowed in ${where}`)
  return entry
}

function list(operand: unknown, operator: string): unknown[] {
  const values = Array.isArray(operand) ? operand : [operand]
  if (values.length === 0) throw invalid(`${operator} must not be empty`)
  return values
}

function text(operand: unknown, operator: string): string {
  if (typeof operand !== 'string') throw invalid(`the operand of ${operator} must be a string`)
  return operand
}

const invalid = (reason: string): Error => new Error(`Event pattern is not valid: ${reason}`)
