/**
 * Node's `process` for bundles. Loading it as an ES module runs every getter of it, which makes the standard streams and
 * collects Node's own flags: 3 ms of every start, for what the SDK asks of it (docs/adr/0031).
 */
export default globalThis.process
export const { env, versions } = globalThis.process
