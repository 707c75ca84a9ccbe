import { type Panel, panelSvg } from '#test/bench/plot/panel.ts'
import { element, escaped, textAt } from '#test/bench/plot/svg.ts'

export interface Plot {
  readonly title: string
  /** The same in words, for who cannot see it. */
  readonly description: string
  /** Side by side. */
  readonly panels: readonly Panel[]
}

const PANEL_WIDTH = 500
const HEIGHT = 340
const MARGIN = 16
const TITLE = 32

/** On a ground of its own, so that it is read as well on a dark page. */
const STYLE = `text { font: 12px system-ui, sans-serif; }
.title { font-size: 16px; font-weight: 600; }
.heading { font-size: 13px; font-weight: 600; }
.grid { stroke: #ddd; stroke-width: 1; }`

/** Draws line plots with logarithmic horizontal axes. The same plot is the same text. @returns a whole SVG file */
export const plotSvg = ({ title, description, panels }: Plot): string => {
  const width = panels.length * PANEL_WIDTH + 2 * MARGIN
  const content = [
    element('title', { id: 'title' }, escaped(title)),
    element('desc', { id: 'desc' }, escaped(description)),
    element('style', {}, STYLE),
    element('rect', { width, height: HEIGHT, fill: '#fff' }),
    textAt(MARGIN, MARGIN + 10, title, { class: 'title' }),
    ...panels.flatMap((panel, index) =>
      panelSvg(panel, {
        left: MARGIN + index * PANEL_WIDTH,
        top: MARGIN + TITLE,
        width: PANEL_WIDTH,
        height: HEIGHT - TITLE - 2 * MARGIN,
      }),
    ),
  ]
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${HEIGHT}`,
    width,
    height: HEIGHT,
    role: 'img',
    'aria-labelledby': 'title desc',
  }
  return `${element('svg', attributes, `\n${content.join('\n')}\n`)}\n`
}
