/**
 * What most invocations do without, made at its first use and kept: with a dynamic `import()` in it, its code is a file of
 * its own that a start does not load (docs/adr/0031). A failure is not kept: the next use tries again.
 */
export const lazily = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined
      throw error
    })
    return made
  }
}
