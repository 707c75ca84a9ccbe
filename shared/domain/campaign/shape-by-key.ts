import * as z from 'zod/mini'

/** A schema that chooses among shapes, and the shapes, for the documents that describe it. */
export interface ChosenShapes {
  readonly schema: z.ZodMiniType
  readonly shapes: () => readonly z.ZodMiniType[]
}

const all: ChosenShapes[] = []

/** Every schema that `shapeByKey` has made. */
export const shapesByKey: readonly ChosenShapes[] = all

/**
 * A schema of several shapes that looks at what is given before it judges it, so that what is wrong is named by its
 * own path and not by "no member of a union fits".
 * @param choose the shape that was meant
 * @param shapes all that it chooses from; asked for later, because shapes may stand in each other
 */
export const shapeByKey = <T>(
  choose: (given: unknown) => z.ZodMiniType<T>,
  shapes: () => readonly z.ZodMiniType[],
): z.ZodMiniType<T> => {
  const schema = z.pipe(
    z.unknown(),
    z.transform((given, context): T => {
      const parsed = z.safeParse(choose(given), given)
      if (parsed.success) return parsed.data
      for (const { message: _message, ...issue } of parsed.error.issues)
        context.issues.push({ ...issue, path: [...issue.path], input: given } as z.core.$ZodRawIssue)
      return z.NEVER
    }),
  )
  all.push({ schema, shapes })
  return schema
}

/** Whether it is an object that has the key. */
export const hasKey = (given: unknown, key: string): boolean =>
  typeof given === 'object' && given !== null && Object.hasOwn(given, key)
