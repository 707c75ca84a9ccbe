import * as z from 'zod/mini'
import { bankEventContracts } from '#events/registry.ts'

/** Shape of each event's `detail` as JSON Schema, without the texts: those may change freely. */
export const contractShapes = (): Record<string, unknown> =>
  Object.fromEntries(
    bankEventContracts.map(({ name, detailSchema }) => [
      name,
      z.toJSONSchema(detailSchema, {
        override: ({ jsonSchema }) => {
          delete jsonSchema.description
          delete jsonSchema.title
          delete jsonSchema.$schema
        },
      }),
    ]),
  )
