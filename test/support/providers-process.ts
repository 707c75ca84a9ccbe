import { startProviders } from '#infra/local/providers/providers.ts'

/** The providers double as a process of its own, to be killed: prints its URL; its feedback never comes through. */
const [, , dataDirectory = ''] = process.argv
const publishFeedback = () => new Promise<void>(() => {})
const { url } = await startProviders({ dataDirectory, secrets: {}, gatewaySecret: 'secret', publishFeedback })
process.stdout.write(`${url}\n`)
