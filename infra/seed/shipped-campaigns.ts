import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import * as z from 'zod/mini'
import { type Campaign, campaignSchema } from '#shared/domain/campaign/campaign.ts'

const starter = new URL('../../shared/starter-campaigns/', import.meta.url)
const example = new URL('../../shared/example-campaigns/', import.meta.url)

const readCampaigns = (directory: URL): Campaign[] =>
  readdirSync(directory)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const parsed = z.safeParse(campaignSchema, parse(readFileSync(new URL(file, directory), 'utf8')))
      if (parsed.success) return parsed.data
      const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
      throw new Error(`${file} is not a campaign: ${wrong.join('; ')}`)
    })

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
