import { linearScale, linearTicks, logScale, type Scale, spreadApart } from '#test/bench/plot/scale.ts'
import { element, textAt } from '#test/bench/plot/svg.ts'

export interface Point {
  /** Above zero. */
  readonly x: number
  readonly y: number
}

/** Points of one line, from left to right. */
export interface Series {
  readonly label: string
  readonly points: readonly Point[]
}

/** One pair of axes: the horizontal one is logarithmic, the vertical one begins at zero. */
export interface Panel {
  readonly title: string
  readonly xLabel: string
  readonly yLabel: string
  readonly series: readonly Series[]
}

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Told apart by who does not see colours, and by their form besides. */
const COLOURS = ['#0072b2', '#d55e00', '#007d5a', '#b0438a', '#5b5b5b'] as const
const MARKERS = ['circle', 'square', 'diamond', 'triangle', 'circle'] as const

const LINE_HEIGHT = 15
const MOST_INTERVALS = 6
const LABEL_GAP = 12
/** Beside the last points, for their labels. */
const LABEL_WIDTH = 160
/** Left and below, for the axes' own labels. */
const AXIS = { left: 52, top: 26, bottom: 46 } as const

const marker = (series: number, x: number, y: number): string => {
  const fill = COLOURS[series % COLOURS.length] ?? COLOURS[0]
  const common = { fill, class: 'point' }
  const around = (...offsets: readonly (readonly [number, number])[]) =>
    offsets.map(([dx, dy]) => `${Math.round((x + dx) * 10) / 10},${Math.round((y + dy) * 10) / 10}`).join(' ')
  switch (MARKERS[series % MARKERS.length]) {
    case 'square':
      return element('rect', { x: x - 3.5, y: y - 3.5, width: 7, height: 7, ...common })
    case 'diamond':
      return element('polygon', { points: around([0, -5], [5, 0], [0, 5], [-5, 0]), ...common })
    case 'triangle':
      return element('polygon', { points: around([0, -5], [4.5, 4], [-4.5, 4]), ...common })
    default:
      return element('circle', { cx: x, cy: y, r: 4, ...common })
  }
}

const line = (series: number, points: readonly Point[], x: Scale, y: Scale): string =>
  element('polyline', {
    points: points
      .map((point) => `${Math.round(x(point.x) * 10) / 10},${Math.round(y(point.y) * 10) / 10}`)
      .join(' '),
    fill: 'none',
    stroke: COLOURS[series % COLOURS.length] ?? COLOURS[0],
    'stroke-width': 2,
  })

const axes = ({ title, xLabel, yLabel, series }: Panel, { left, top, width, height }: Box) => {
  const all = series.flatMap(({ points }) => points)
  if (all.length === 0) throw new Error(`"${title}" has no points`)
  const xs = [...new Set(all.map((point) => point.x))].sort((a, b) => a - b)
  const ticks = linearTicks(Math.max(...all.map((point) => point.y)), MOST_INTERVALS)
  const right = left + width - LABEL_WIDTH
  const bottom = top + height - AXIS.bottom
  const x = logScale([xs[0] ?? 1, xs.at(-1) ?? 1], [left + AXIS.left + 10, right])
  const y = linearScale([0, ticks.at(-1) ?? 1], [bottom, top + AXIS.top])
  const middle = (left + AXIS.left + right) / 2
  const turned = `rotate(-90 ${left + 14} ${Math.round((top + AXIS.top + bottom) / 2)})`
  return {
    x,
    y,
    right,
    bottom,
    drawn: [
      textAt(left + AXIS.left, top + 12, title, { class: 'heading' }),
      ...ticks.map((tick) =>
        element('line', { x1: left + AXIS.left, x2: right + 6, y1: y(tick), y2: y(tick), class: 'grid' }),
      ),
      ...ticks.map((tick) =>
        textAt(left + AXIS.left - 6, y(tick) + 4, tick.toLocaleString('en'), { 'text-anchor': 'end' }),
      ),
      ...xs.map((value) =>
        textAt(x(value), bottom + 18, value.toLocaleString('en'), { 'text-anchor': 'middle' }),
      ),
      textAt(middle, bottom + 38, xLabel, { 'text-anchor': 'middle' }),
      textAt(left + 14, (top + AXIS.top + bottom) / 2, yLabel, {
        'text-anchor': 'middle',
        transform: turned,
      }),
    ],
  }
}

/** @returns elements of SVG within the box @throws Error without points */
export const panelSvg = (panel: Panel, box: Box): readonly string[] => {
  const { x, y, right, bottom, drawn } = axes(panel, box)
  const ends = panel.series.map(({ points }) => y(points.at(-1)?.y ?? 0))
  const places = spreadApart(ends, LINE_HEIGHT, [box.top + AXIS.top, bottom])
  return [
    ...drawn,
    ...panel.series.map(({ points }, series) => line(series, points, x, y)),
    ...panel.series.flatMap(({ points }, series) =>
      points.map((point) => marker(series, x(point.x), y(point.y))),
    ),
    ...panel.series.map(({ label }, series) =>
      textAt(right + LABEL_GAP, (places[series] ?? 0) + 4, label, {
        fill: COLOURS[series % COLOURS.length] ?? COLOURS[0],
        class: 'label',
      }),
    ),
  ]
}
