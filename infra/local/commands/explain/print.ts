import { wrap } from '#infra/local/commands/explain/wrap.ts'
import { printable } from '#infra/local/commands/redrive/print.ts'
import { colour, say } from '#infra/local/commands/terminal.ts'
import type { Line, Tone } from '#shared/domain/explain/line.ts'

const STEP = '  '

/** Where nobody says how wide a line may be. */
const PLAIN_WIDTH = 100
const NARROWEST = 40

const LONGEST = 20_000

const paint: Readonly<Record<Tone, (text: string) => string>> = {
  heading: colour.bold,
  plain: (text) => text,
  good: colour.green,
  bad: colour.red,
  faint: colour.dim,
}

/** Lines of text for a terminal, wrapped; what follows a wrapped line stands under it. */
export const textLines = (lines: readonly Line[], width: number): { text: string; tone: Tone }[] =>
  lines.flatMap(({ indent, text, tone }) => {
    const before = STEP.repeat(indent)
    const hanging = /^[✔✘–] /.test(text) ? `${before}${STEP}` : before
    const safe = printable(text, LONGEST)
    return wrap(`${before}${safe}`, Math.max(width, NARROWEST), hanging).map((one) => ({ text: one, tone }))
  })

/** For people: in colours on a terminal, as wide as it is. */
export const printLines = (lines: readonly Line[]): void => {
  for (const { text, tone } of textLines(lines, process.stdout.columns ?? PLAIN_WIDTH)) say(paint[tone](text))
}
