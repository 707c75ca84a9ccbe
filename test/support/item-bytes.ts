/**
 * Bytes that DynamoDB counts for an item: names and texts in UTF-8, numbers by their significant digits, one byte for
 * each element of a map or list and three for the container (Developer Guide, "DynamoDB item sizes and formats").
 */
export const itemBytes = (item: Readonly<Record<string, unknown>>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0)

const valueBytes = (value: unknown): number => {
  if (value === undefined) return 0
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (typeof value === 'number') return numberBytes(value)
  if (typeof value !== 'object' || value === null) return 1
  if (Array.isArray(value)) return 3 + value.reduce<number>((sum, each) => sum + 1 + valueBytes(each), 0)
  const members = Object.keys(value).length
  return 3 + members + itemBytes(value as Record<string, unknown>)
}

/** Two digits a byte, one byte for the exponent, one for a sign. */
const numberBytes = (value: number): number => {
  const digits = value.toExponential().replace(/^-/, '').replace(/e.*$/, '').replace('.', '').length
  return Math.ceil(digits / 2) + 1 + (value < 0 ? 1 : 0)
}
