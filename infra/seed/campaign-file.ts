import { type Document, isCollection, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import { templateProblems } from '#shared/adapters/liquid/template-problems.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'
import type { CampaignProblem } from '#shared/domain/campaign/check-campaign.ts'
import { lintCampaign } from '#shared/use-cases/campaigns/lint-campaign.ts'

/** A problem, and the line of the file where its path leads to, or as far as the path goes there. */
export interface FileProblem extends CampaignProblem {
  readonly line: number
}

export interface CheckedFile {
  /** The campaign, where there is no error. */
  readonly campaign?: Campaign
  readonly problems: readonly FileProblem[]
}

/** One step down, and where it begins: at the key, where there is one. */
const step = (node: unknown, key: string): { node: unknown; start: number | undefined } | undefined => {
  if (!isCollection(node)) return undefined
  const pair = isMap(node)
    ? node.items.find(({ key: own }) => isScalar(own) && String(own.value) === key)
    : undefined
  const next = pair ? pair.value : node.get(Number(key), true)
  if (pair === undefined && !isNode(next)) return undefined
  const begins = isNode(pair?.key) ? pair.key : next
  return { node: next, start: isNode(begins) ? begins.range?.[0] : undefined }
}

/** The offset in the text where the path leads to, or as far as it goes. */
const offsetOf = (document: Document, path: string): number => {
  let node: unknown = document.contents
  let offset = document.contents?.range?.[0] ?? 0
  for (const key of path.split('.')) {
    const next = step(node, key)
    if (next === undefined) break
    node = next.node
    offset = next.start ?? offset
  }
  return offset
}

const unreadable = (message: string, line: number): FileProblem => ({
  path: '',
  code: 'unreadable',
  message: message.split('\n')[0]?.replace(/ at line \d+.*$/, '') ?? message,
  severity: 'error',
  line,
})

/** One slip can make a hundred faults. */
const SAID_FAULTS = 5

type Content = { document: Document; given: unknown } | { faults: FileProblem[] }

const contentOf = (text: string, lines: LineCounter): Content => {
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
    const faults = document.errors
      .slice(0, SAID_FAULTS)
      .map(({ message, pos }) => unreadable(message, lines.linePos(pos[0]).line))
    return faults.length > 0 ? { faults } : { document, given: document.toJS() }
  } catch (error) {
    // Aliases that would grow without end, or groups within groups beyond what the parser bears.
    return { faults: [unreadable((error as Error).message, 1)] }
  }
}

/** A file's content as written, and the line where a path leads to, or as far as it goes. */
export interface CampaignDocument {
  readonly given: unknown
  readonly lineOf: (path: string) => number
}

/** Reads a file without checking what it says. @param text YAML or JSON */
export const readDocument = (text: string): CampaignDocument | { readonly faults: FileProblem[] } => {
  const lines = new LineCounter()
  const content = contentOf(text, lines)
  if ('faults' in content) return content
  const { document, given } = content
  return { given, lineOf: (path) => Math.max(1, lines.linePos(offsetOf(document, path)).line) }
}

/**
 * Reads and checks one campaign: its shape, its rules and its templates.
 * @param text YAML or JSON
 */
export const checkCampaignText = (text: string): CheckedFile => {
  const document = readDocument(text)
  if ('faults' in document) return { problems: document.faults }
  const { campaign, problems } = lintCampaign(document.given, templateProblems)
  const placed = problems.map((problem) => ({ ...problem, line: document.lineOf(problem.path) }))
  return campaign === undefined ? { problems: placed } : { campaign, problems: placed }
}

/**
 * The campaign that a file holds.
 * @param file its name, for the message
 * @throws Error naming the file, the line and the path of each error in it
 */
export const readCampaign = (text: string, file: string): Campaign => {
  const { campaign, problems } = checkCampaignText(text)
  if (campaign) return campaign
  const errors = problems.filter(({ severity }) => severity === 'error')
  const said = errors.map(({ line, path, message }) => `${file}:${line} ${path}: ${message}`)
  throw new Error(`${file} is no campaign that may go live:\n${said.join('\n')}`)
}
