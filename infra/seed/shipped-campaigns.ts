import { readdirSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { readCampaign } from '#infra/seed/campaign-file.ts'
import type { Campaign } from '#shared/domain/campaign/campaign.ts'

const starter = new URL('../../shared/starter-campaigns/', import.meta.url)
const example = new URL('../../shared/example-campaigns/', import.meta.url)

const readCampaigns = (directory: URL): Campaign[] =>
  readdirSync(directory)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => readCampaign(readFileSync(new URL(file, directory), 'utf8'), file))

/**
 * The service campaigns that every new installation starts with, from their files.
 * @throws Error naming the file and the path of what is wrong in it
 */
export const readStarterCampaigns = (): Campaign[] => readCampaigns(starter)

/**
 * The campaigns that a bank may take over by its own decision, most of them marketing, from their files.
 * @throws Error naming the file and the path of what is wrong in it
 */
export const readExampleCampaigns = (): Campaign[] => readCampaigns(example)

/**
 * Campaigns as a command names them.
 * @param name `starter`; `examples`, which are the starter campaigns too; `none`; or a directory of campaign files
 * @throws Error naming the file and the path of what is wrong in it
 */
export const readNamedCampaigns = (name: string): Campaign[] => {
  if (name === 'none') return []
  if (name === 'starter') return readStarterCampaigns()
  if (name === 'examples') return [...readStarterCampaigns(), ...readExampleCampaigns()]
  return readCampaigns(pathToFileURL(`${name}/`))
}
