import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { UsageError } from '#infra/local/commands/terminal.ts'
import { type FileProblem, readDocument } from '#infra/seed/campaign-file.ts'
import { contentOf } from '#shared/domain/campaign/campaign-content.ts'
import type { CampaignContent } from '#shared/domain/campaign/working-copy.ts'

/** A campaign as a file has it. */
export interface CampaignFile {
  readonly file: string
  readonly campaignId: string
  /** Without what the server sets: what a draft holds. */
  readonly content: CampaignContent
  readonly lineOf: (path: string) => number
}

/** A file that holds no campaign that could be pushed. */
export interface UnusableFile {
  readonly file: string
  readonly problems: readonly FileProblem[]
}

const CAMPAIGN_FILE = /\.(ya?ml|json)$/

const filesAt = (place: string): readonly string[] => {
  try {
    if (!statSync(place).isDirectory()) return [place]
    return readdirSync(place)
      .filter((name) => CAMPAIGN_FILE.test(name))
      .sort()
      .map((name) => path.join(place, name))
  } catch (error) {
    throw new UsageError(`${place} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`)
  }
}

/** The campaign files that are meant: files as they are named, and of directories all YAML and JSON in them. */
export const campaignFilesAt = (places: readonly string[]): readonly string[] => places.flatMap(filesAt)

const isContent = (given: unknown): given is CampaignContent =>
  typeof given === 'object' && given !== null && !Array.isArray(given)

const withoutId = (file: string, line = 1): UnusableFile => ({
  file,
  problems: [
    { path: 'id', code: 'missing', message: 'names no campaign by its id', severity: 'error', line },
  ],
})

/** Reads a file as far as it takes to keep it as a draft; whether it may go live is not asked here. */
export const readCampaignFile = (file: string): CampaignFile | UnusableFile => {
  const document = readDocument(readFileSync(file, 'utf8'))
  if ('faults' in document) return { file, problems: document.faults }
  if (!isContent(document.given)) return withoutId(file)
  const { content } = contentOf(document.given)
  if (typeof content.id !== 'string') return withoutId(file)
  return { file, campaignId: content.id, content, lineOf: document.lineOf }
}
