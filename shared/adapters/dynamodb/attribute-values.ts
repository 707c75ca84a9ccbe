import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { convertToAttr, convertToNative } from '@aws-sdk/util-dynamodb'

/**
 * What the document client does to values, for the one write that every event makes: the SDK's own conversion works
 * out the kind of each value by the name of its constructor and costs several times as much. Values of the kinds that
 * profiles consist of are converted here, to the same attributes; every other one by the SDK.
 */

const textsOf = (set: ReadonlySet<unknown>): string[] | undefined => {
  const texts: string[] = []
  for (const element of set) {
    if (typeof element !== 'string') return undefined
    texts.push(element)
  }
  return texts.length > 0 ? texts : undefined
}

const toMap = (value: Readonly<Record<string, unknown>>): AttributeValue => {
  const M: Record<string, AttributeValue> = {}
  for (const name of Object.keys(value)) {
    const { [name]: member } = value
    if (typeof member === 'function') continue
    M[name] = toAttribute(member)
  }
  return { M }
}

/**
 * @returns the attribute that stands for a value
 * @throws Error, the SDK's own, for what DynamoDB cannot keep: undefined, empty sets, numbers that are not exact
 */
export const toAttribute = (value: unknown): AttributeValue => {
  switch (typeof value) {
    case 'string':
      return { S: value }
    case 'number':
      return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? { N: String(value) } : convertToAttr(value)
    case 'boolean':
      return { BOOL: value }
    case 'object': {
      if (value === null) return { NULL: true }
      const texts = value instanceof Set ? textsOf(value) : undefined
      if (texts) return { SS: texts }
      return value.constructor === Object
        ? toMap(value as Readonly<Record<string, unknown>>)
        : convertToAttr(value as Parameters<typeof convertToAttr>[0])
    }
    default:
      return convertToAttr(value as Parameters<typeof convertToAttr>[0])
  }
}

/** @returns the attributes of an item or of an expression's values @throws Error as `toAttribute` */
export const toAttributes = (values: Readonly<Record<string, unknown>>): Record<string, AttributeValue> => {
  const attributes: Record<string, AttributeValue> = {}
  for (const name of Object.keys(values)) attributes[name] = toAttribute(values[name])
  return attributes
}

const fromMap = (attributes: Readonly<Record<string, AttributeValue>>): Record<string, unknown> => {
  const value: Record<string, unknown> = {}
  for (const name of Object.keys(attributes)) value[name] = fromAttribute(attributes[name])
  return value
}

/** @returns the value that an attribute stands for; undefined of one that is not there */
export const fromAttribute = (attribute: AttributeValue | undefined): unknown => {
  if (attribute === undefined) return undefined
  if (attribute.S !== undefined) return attribute.S
  if (attribute.M !== undefined) return fromMap(attribute.M)
  if (attribute.SS !== undefined) return new Set(attribute.SS)
  return convertToNative(attribute)
}
