import { describe, expect, it } from 'vitest'
import type { Panel } from '#test/bench/plot/panel.ts'
import { plotSvg } from '#test/bench/plot/plot.ts'
import { linearScale, linearTicks, logScale, spreadApart } from '#test/bench/plot/scale.ts'
import { escaped } from '#test/bench/plot/svg.ts'

const panel: Panel = {
  title: 'Fish & chips <raw>',
  xLabel: 'customers',
  yLabel: 'of the first',
  series: [
    { label: 'flat', points: [100, 1_000, 10_000].map((x) => ({ x, y: 1 })) },
    {
      label: 'doubled',
      points: [
        { x: 100, y: 1 },
        { x: 10_000, y: 2 },
      ],
    },
  ],
}
const plot = { title: 'Growth', description: 'Flat, and "doubled".', panels: [panel, panel] }

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (Element | string)[]
}

const ATTRIBUTES = /([\w:-]+)="([^"<]*)"/g

/** As strict as XML where it matters here: every tag closed by its own name, nothing raw between them. */
const parse = (text: string): Element => {
  const root: Element = { name: '', attributes: {}, children: [] }
  const open = [root]
  let rest = text
  while (rest.length > 0) {
    const [token = ''] = rest.match(/^(<[^<>]*>|[^<>]+)/) ?? []
    if (token === '') throw new Error(`not well-formed: ${rest.slice(0, 40)}`)
    rest = rest.slice(token.length)
    const within = open.at(-1)
    if (!within) throw new Error('closed too often')
    if (!token.startsWith('<')) {
      if (/&(?!(amp|lt|gt|quot);)/.test(token)) throw new Error(`a raw ampersand: ${token}`)
      within.children.push(token)
    } else if (token.startsWith('</')) {
      if (`</${within.name}>` !== token) throw new Error(`${token} closes ${within.name}`)
      open.pop()
    } else {
      const [, name = '', given = ''] =
        token.match(/^<([a-z]+)((?: [\w:-]+="[^"<&]*(?:&\w+;[^"<&]*)*")*)\/?>$/) ?? []
      if (name === '') throw new Error(`no tag: ${token}`)
      const attributes = Object.fromEntries(
        [...given.matchAll(ATTRIBUTES)].map(([, key, value]) => [key, value]),
      )
      const element: Element = { name, attributes, children: [] }
      within.children.push(element)
      if (!token.endsWith('/>')) open.push(element)
    }
  }
  if (open.length !== 1) throw new Error(`${open.at(-1)?.name} is not closed`)
  const [svg] = root.children
  if (!svg || typeof svg === 'string') throw new Error('no element')
  return svg
}

const all = (element: Element): Element[] => [
  element,
  ...element.children.flatMap((child) => (typeof child === 'string' ? [] : all(child))),
]
const named = (element: Element, name: string) => all(element).filter((each) => each.name === name)
const textOf = ({ children }: Element): string => children.join('')

describe('a plot', () => {
  const svg = parse(plotSvg(plot))

  it('is well-formed, and says what it shows to who cannot see it', () => {
    expect(svg.name).toBe('svg')
    expect(svg.attributes).toMatchObject({ role: 'img', 'aria-labelledby': 'title desc' })
    expect(textOf(named(svg, 'title')[0] as Element)).toBe('Growth')
    expect(textOf(named(svg, 'desc')[0] as Element)).toBe('Flat, and &quot;doubled&quot;.')
  })

  it('has a ground of its own before everything else, and no script', () => {
    const { width, height } = svg.attributes
    const drawn = all(svg).filter(({ name }) => !['svg', 'title', 'desc', 'style'].includes(name))
    expect(drawn[0]).toMatchObject({ name: 'rect', attributes: { width, height, fill: '#fff' } })
    expect(named(svg, 'script')).toEqual([])
    expect(plotSvg(plot)).not.toMatch(/on\w+=|javascript|https?:\/\/(?!www\.w3\.org\/2000\/svg)/)
  })

  it('has the axes’ names, every size and every line’s name in both panels', () => {
    const texts = named(svg, 'text').map(textOf)
    for (const text of ['customers', 'of the first', '100', '1,000', '10,000', 'flat', 'doubled', '0', '2'])
      expect(texts.filter((each) => each === text)).toHaveLength(2)
    expect(texts).toContain('Fish &amp; chips &lt;raw&gt;')
  })

  it('has its points where they belong: sizes evenly by their logarithms, values from zero', () => {
    const [flat = '', doubled = ''] = named(svg, 'polyline').map(({ attributes }) => attributes.points)
    const points = (text: string) => text.split(' ').map((pair) => pair.split(',').map(Number))
    const [[x1 = 0, y1 = 0] = [], [x2 = 0, y2 = 0] = [], [x3 = 0] = []] = points(flat)
    expect(x2 - x1).toBeCloseTo(x3 - x2, 0)
    expect(y1).toBe(y2)
    const [[left, low] = [], [right, high = 0] = []] = points(doubled)
    expect([left, low, right]).toEqual([x1, y1, x3])
    const zero = named(svg, 'line').map(({ attributes }) => Number(attributes.y1))[0] ?? 0
    expect(zero - high).toBeCloseTo(2 * (zero - y1), 0)
    expect(all(svg).filter(({ attributes }) => attributes.class === 'point')).toHaveLength(2 * 5)
  })

  it('stays within its edges', () => {
    const [width = 0, height = 0] = [svg.attributes.width, svg.attributes.height].map(Number)
    for (const { attributes } of named(svg, 'text')) {
      expect(Number(attributes.x)).toBeGreaterThanOrEqual(0)
      expect(Number(attributes.x)).toBeLessThan(width)
      expect(Number(attributes.y)).toBeGreaterThan(0)
      expect(Number(attributes.y)).toBeLessThan(height)
    }
  })

  it('is the same text for the same figures', () => {
    expect(plotSvg(plot)).toBe(plotSvg(structuredClone(plot)))
  })

  it('refuses a panel without points', () => {
    expect(() => plotSvg({ ...plot, panels: [{ ...panel, series: [] }] })).toThrow('has no points')
  })
})

describe('scales', () => {
  it('place the same factor at the same distance', () => {
    const scale = logScale([1_000, 1_000_000], [0, 300])
    expect([1_000, 10_000, 100_000, 1_000_000].map((value) => Math.round(scale(value)))).toEqual([
      0, 100, 200, 300,
    ])
  })

  it('place a single size in the middle', () => {
    expect(logScale([10, 10], [0, 300])(10)).toBe(150)
  })

  it('place values upwards', () => {
    expect(linearScale([0, 2], [200, 100])(1)).toBe(150)
  })

  it.each([
    [1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [1.24, 6, [0, 0.25, 0.5, 0.75, 1, 1.25]],
    [0.3, 3, [0, 0.1, 0.2, 0.3]],
    [7, 4, [0, 2, 4, 6, 8]],
    [0, 2, [0, 0.5, 1]],
  ])('round %d into steps of at most %d', (highest, intervals, ticks) => {
    expect(linearTicks(highest, intervals)).toEqual(ticks)
  })
})

describe('labels that would overlap', () => {
  it('are moved apart in their order', () => {
    expect(spreadApart([50, 10, 51], 10, [0, 100])).toEqual([50, 10, 60])
  })

  it('stay within their place', () => {
    expect(spreadApart([98, 99, 100], 10, [0, 100])).toEqual([80, 90, 100])
    expect(spreadApart([-5, 0], 10, [0, 100])).toEqual([0, 10])
  })
})

describe('text', () => {
  it('cannot end its element or attribute', () => {
    expect(escaped('a<b>&"c"')).toBe('a&lt;b&gt;&amp;&quot;c&quot;')
  })
})
