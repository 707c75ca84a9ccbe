/** Where an intrinsic finds what it names; each throws for a name it does not know. */
export interface Scope {
  ref(logicalId: string): unknown
  attribute(logicalId: string, name: string): unknown
  imported(exportName: string): unknown
}

/** What `Ref: AWS::NoValue` resolves to: the property (or list member) that holds it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue')

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Replaces every CloudFormation intrinsic in `value`. @throws Error naming an intrinsic that is not known here. */
export function resolveIntrinsics(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value))
    return value.map((item) => resolveIntrinsics(item, scope)).filter((item) => item !== NO_VALUE)
  if (!isRecord(value)) return value
  const [name, ...others] = Object.keys(value)
  if (name !== undefined && others.length === 0 && (name === 'Ref' || name.startsWith('Fn::')))
    return evaluate(name, value[name], scope)
  const entries = Object.entries(value).map(([key, item]) => [key, resolveIntrinsics(item, scope)] as const)
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE))
}

function evaluate(name: string, argument: unknown, scope: Scope): unknown {
  switch (name) {
    case 'Ref':
      return scope.ref(text(name, argument))
    case 'Fn::GetAtt':
      return getAttribute(argument, scope)
    case 'Fn::ImportValue':
      return scope.imported(text(name, resolveIntrinsics(argument, scope)))
    case 'Fn::Sub':
      return substitute(argument, scope)
  }
  const [first, second] = list(name, resolveIntrinsics(argument, scope))
  switch (name) {
    case 'Fn::Join':
      return list(name, second)
        .map((part) => text(name, part))
        .join(text(name, first))
    case 'Fn::Split':
      return text(name, second).split(text(name, first))
    case 'Fn::Select':
      return pick(list(name, second), Number(first))
  }
  throw new Error(`the local cloud does not know the intrinsic ${name}`)
}

function getAttribute(argument: unknown, scope: Scope): unknown {
  const parts = typeof argument === 'string' ? argument.split('.') : list('Fn::GetAtt', argument)
  const [logicalId, ...names] = parts.map((part) => text('Fn::GetAtt', part))
  return scope.attribute(text('Fn::GetAtt', logicalId), names.join('.'))
}

/** `${Name}`, `${Name.Attribute}`, `${!literal}`, and variables of the two-argument form. */
function substitute(argument: unknown, scope: Scope): string {
  const [template, variables] = Array.isArray(argument) ? argument : [argument, {}]
  const given = resolveIntrinsics(variables, scope)
  return text('Fn::Sub', template).replaceAll(/\$\{([^}]+)\}/g, (_whole, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`
    if (isRecord(given) && Object.hasOwn(given, name)) return text('Fn::Sub', given[name])
    return text('Fn::Sub', name.includes('.') ? getAttribute(name, scope) : scope.ref(name))
  })
}

function pick(items: readonly unknown[], index: number): unknown {
  if (!(index in items)) throw new Error(`Fn::Select has no item ${index} of ${items.length}`)
  return items[index]
}

function list(intrinsic: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new Error(`${intrinsic} wants a list, not ${JSON.stringify(value)}`)
}

function text(intrinsic: string, value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  throw new Error(`${intrinsic} wants text, not ${JSON.stringify(value)}`)
}
