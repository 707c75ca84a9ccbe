import { Liquid, type Template } from 'liquidjs'
import { formatDate, formatMoney, type Reader } from '#shared/adapters/liquid/filters.ts'
import { PermanentError } from '#shared/domain/errors.ts'

/** Characters of one template. */
const PARSE_LIMIT = 20_000
/** Milliseconds of one rendering; a usual one takes well under one. */
const RENDER_LIMIT = 1_000
/** Roughly, objects and characters made in one rendering. */
const MEMORY_LIMIT = 1_000_000
/** How many parsed templates are kept: some hundred campaigns in three languages. */
const KEPT_TEMPLATES = 2_000

/** A symbol, so that no template can name it. */
const READER = Symbol('reader')

/** What rendering needs beside the variables. */
export const globalsFor = (reader: Reader): object => ({ [READER]: reader })

/** Tags that would read files, and the filter that would switch escaping off. */
const NOT_FOR_CAMPAIGNS = { tags: ['include', 'render', 'layout', 'block'], filters: ['raw'] } as const

/** Liquid as campaigns may use it: strict, within limits, without files. */
export const createLiquid = (escaping: 'html' | 'none'): Liquid => {
  const liquid = new Liquid({
    strictFilters: true,
    strictVariables: true,
    // Lets `{% if signal.threshold %}` ask for what may be missing.
    lenientIf: true,
    ownPropertyOnly: true,
    templates: {},
    parseLimit: PARSE_LIMIT,
    renderLimit: RENDER_LIMIT,
    memoryLimit: MEMORY_LIMIT,
    ...(escaping === 'html' ? { outputEscape: 'escape' } : {}),
  })
  for (const tag of NOT_FOR_CAMPAIGNS.tags) delete liquid.tags[tag]
  for (const filter of NOT_FOR_CAMPAIGNS.filters) liquid.unregisterFilter(filter)
  liquid.registerFilter('money', function (value: unknown) {
    return formatMoney(value, Reflect.get(this.context.globals, READER))
  })
  liquid.registerFilter('date', function (value: unknown) {
    return formatDate(value, Reflect.get(this.context.globals, READER))
  })
  return liquid
}

/** Renders one template text. */
export interface TemplateEngine {
  /** @throws PermanentError `template-error`; what exactly is not said, since it may quote a variable (RULES 17) */
  render(template: string, variables: object, reader: Reader): string
}

/**
 * A Liquid that renders strictly, within limits, without files. Parsed templates are kept by their text, so that a new
 * version of a campaign, or a draft under the same number, never meets an old one.
 */
export const createTemplateEngine = (escaping: 'html' | 'none'): TemplateEngine => {
  const liquid = createLiquid(escaping)
  const parsed = new Map<string, Template[]>()

  const parse = (text: string): Template[] => {
    const known = parsed.get(text)
    if (known) return known
    if (parsed.size >= KEPT_TEMPLATES) parsed.clear()
    const templates = liquid.parse(text)
    parsed.set(text, templates)
    return templates
  }

  return {
    render: (template, variables, reader) => {
      try {
        const rendered: unknown = liquid.renderSync(parse(template), variables, {
          globals: globalsFor(reader),
        })
        return String(rendered).trim()
      } catch {
        throw new PermanentError('template-error')
      }
    },
  }
}
