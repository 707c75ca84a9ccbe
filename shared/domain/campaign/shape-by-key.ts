import * as z from 'zod/mini'

/**
 * A schema of several shapes that looks at what is given before it judges it, so that what is wrong is named by its
 * own path and not by "no member of a union fits".
 * @param choose the shape that was meant
 */
export const shapeByKey = <T>(choose: (given: unknown) => z.ZodMiniType<T>): z.ZodMiniType<T> =>
  z.pipe(
    z.unknown(),
    z.transform((given, context): T => {
      const parsed = z.safeParse(choose(given), given)
      if (parsed.success) return parsed.data
      for (const { message: _message, ...issue } of parsed.error.issues)
        context.issues.push({ ...issue, path: [...issue.path], input: given } as z.core.$ZodRawIssue)
      return z.NEVER
    }),
  )

/** Whether it is an object that has the key. */
export const hasKey = (given: unknown, key: string): boolean =>
  typeof given === 'object' && given !== null && Object.hasOwn(given, key)
