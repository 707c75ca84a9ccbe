import path from 'node:path'
import * as z from 'zod/mini'
import { EventArchive } from '#infra/local/event-archive.ts'
import { compileEventPattern } from '#infra/local/event-pattern.ts'
import { type Deployment, readProperties } from '#infra/local/template.ts'

const archiveProperties = z.strictObject({
  ArchiveName: z.optional(z.string()),
  Description: z.optional(z.unknown()),
  EventPattern: z.optional(z.unknown()),
  RetentionDays: z.optional(z.int().check(z.minimum(0))),
  SourceArn: z.string(),
  // Nothing is encrypted locally.
  KmsKeyIdentifier: z.optional(z.unknown()),
})

/** The template's archives, each in a directory of its own, with what earlier boots kept. */
export const openArchives = (deployment: Deployment, directory: string): EventArchive[] =>
  deployment.resources('AWS::Events::Archive').map((resource) => {
    const { EventPattern, RetentionDays, SourceArn } = readProperties(resource, archiveProperties)
    return new EventArchive({
      directory: path.join(directory, 'archive', resource.name),
      arn: resource.arn,
      busName: SourceArn.split('/').at(-1) ?? '',
      ...(EventPattern === undefined ? {} : { matches: compileEventPattern(EventPattern) }),
      ...(RetentionDays === undefined ? {} : { retentionDays: RetentionDays }),
    })
  })
