type Attributes = Readonly<Record<string, string | number>>

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (found) => ENTITIES[found] ?? found)

/** Tenths of a pixel are seen by nobody, and make the same file of the same figures on every machine. */
const written = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 10) / 10) : escaped(value)

const opening = (name: string, attributes: Attributes): string =>
  [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${written(value)}"`)].join(' ')

/** @param content elements or `escaped` text */
export const element = (name: string, attributes: Attributes, ...content: readonly string[]): string =>
  content.length === 0
    ? `<${opening(name, attributes)}/>`
    : `<${opening(name, attributes)}>${content.join('')}</${name}>`

export const textAt = (x: number, y: number, text: string, attributes: Attributes = {}): string =>
  element('text', { x, y, ...attributes }, escaped(text))
