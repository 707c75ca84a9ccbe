/** Remembers what `load` gave for `cacheMs`, counted from the request; calls meanwhile share one load, failures none. */
export const remembered = <T>(
  load: () => Promise<T>,
  cacheMs: number,
  now: () => number,
): (() => Promise<T>) => {
  let kept: { readonly at: number; readonly value: Promise<T> } | undefined
  return () => {
    if (kept && now() - kept.at < cacheMs) return kept.value
    const loading = { at: now(), value: load() }
    kept = loading
    loading.value.catch(() => {
      if (kept === loading) kept = undefined
    })
    return loading.value
  }
}
