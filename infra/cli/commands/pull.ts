import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { stringify } from 'yaml'
import { contentDifferences } from '#infra/cli/campaigns/content-differences.ts'
import { findDraft } from '#infra/cli/campaigns/drafts.ts'
import { listCampaigns } from '#infra/cli/campaigns/list-campaigns.ts'
import type { Command } from '#infra/cli/command.ts'
import { printJson, printTable, safe } from '#infra/cli/print/table.ts'
import { colour, note } from '#infra/local/commands/terminal.ts'
import { readDocument } from '#infra/seed/campaign-file.ts'
import { contentOf } from '#shared/domain/campaign/campaign-content.ts'
import type { CampaignContent } from '#shared/domain/campaign/working-copy.ts'

type Outcome = 'unchanged' | 'written' | 'differs'

const saysTheSame = (file: string, content: CampaignContent): boolean => {
  const document = readDocument(readFileSync(file, 'utf8'))
  if ('faults' in document || typeof document.given !== 'object' || document.given === null) return false
  return contentDifferences(contentOf(document.given as CampaignContent).content, content).length === 0
}

/** A file that says the same is left as its author wrote it, comments and all. */
const write = (file: string, content: CampaignContent, force: boolean): Outcome => {
  if (existsSync(file)) {
    if (saysTheSame(file, content)) return 'unchanged'
    if (!force) return 'differs'
  }
  writeFileSync(file, stringify(content, { lineWidth: 110 }))
  return 'written'
}

export const pull: Command = {
  usage: 'DIR [--force] [--json]',
  summary: 'Writes every campaign’s draft into a file DIR/ID.yaml; files that say the same are left alone.',
  role: 'marketer',
  words: [1, 1],
  options: { force: { type: 'boolean' } },
  help: ['  --force  write over files that say something else'],
  run: async ({ words: [directory = '.'], values, json, api }) => {
    const client = await api()
    mkdirSync(directory, { recursive: true })
    const pulled: { readonly file: string; readonly outcome: Outcome }[] = []
    for (const { campaignId } of await listCampaigns(client)) {
      const draft = await findDraft(client, campaignId)
      if (draft === undefined) continue
      const file = path.join(directory, `${path.basename(campaignId)}.yaml`)
      pulled.push({ file, outcome: write(file, draft.body.content, values.force === true) })
    }
    if (json) printJson(pulled)
    else
      printTable(
        ['file', 'what happened'],
        pulled.map(({ file, outcome }) => [
          safe(file),
          outcome === 'differs' ? colour.yellow(outcome) : outcome,
        ]),
      )
    const differs = pulled.some(({ outcome }) => outcome === 'differs')
    if (differs) note('Files that differ were left alone: push them, or pull --force to write over them.')
    return differs ? 1 : 0
  },
}
