import * as z from 'zod/mini'
import type { LocalUrls } from '#infra/local/resource-types.ts'
import { type Deployment, resolveDeployment, templateSchema } from '#infra/local/template.ts'

/** A deployment of one stack `S` with these resources; asset `code` stands in `codeDirectory`. @param urls of what really runs */
export const deploymentOf = (
  resources: Readonly<Record<string, unknown>>,
  codeDirectory = '/nowhere',
  urls: Partial<LocalUrls> = {},
): Deployment => {
  const template = z.parse(templateSchema, { Resources: resources })
  return resolveDeployment([{ name: 'S', template, assets: { code: codeDirectory } }], {
    sqs: 'http://127.0.0.1:1',
    httpApi: 'http://127.0.0.1:2',
    issuer: 'http://127.0.0.1:3',
    ...urls,
  })
}
