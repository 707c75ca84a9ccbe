import * as z from 'zod/mini'
import { type Deployment, resolveDeployment, templateSchema } from '#infra/local/template.ts'

/** A deployment of one stack `S` with these resources; asset `code` stands in `codeDirectory`. */
export const deploymentOf = (
  resources: Readonly<Record<string, unknown>>,
  codeDirectory = '/nowhere',
): Deployment => {
  const template = z.parse(templateSchema, { Resources: resources })
  return resolveDeployment([{ name: 'S', template, assets: { code: codeDirectory } }], {
    sqs: 'http://127.0.0.1:1',
    httpApi: 'http://127.0.0.1:2',
  })
}
