import { parseArgs } from 'node:util'
import { UsageError } from '#infra/local/commands/terminal.ts'
import type { SmtpServer } from '#infra/local/providers/smtp-relay.ts'

export const USAGE = `npm start -- [options]

The whole deployment on this machine, until Ctrl-C.

  --smtp HOST:PORT   hand each email to this SMTP server as well, so that it can be
                     looked at in Mailpit or the like, e.g. --smtp localhost:1025`

export interface StartOptions {
  readonly smtp?: SmtpServer
}

const refuse = (problem: string): never => {
  throw new UsageError(`${problem}\n\n${USAGE}`)
}

/** `host:port`; an IPv6 address stands in brackets, as in a URL. */
const smtpServer = (text: string): SmtpServer => {
  const [, bracketed, plain, port] = /^(?:\[([\da-f:.]+)\]|([^\s:/@[\]]+)):(\d{1,5})$/i.exec(text) ?? []
  const host = bracketed ?? plain
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535)
    return refuse(`--smtp ${text}: must be HOST:PORT, like localhost:1025`)
  return { host, port: Number(port) }
}

/** @throws UsageError with what is wrong and how it is meant */
export const startOptions = (args: readonly string[]): StartOptions => {
  try {
    const { smtp } = parseArgs({ args: [...args], options: { smtp: { type: 'string' } } }).values
    return smtp === undefined ? {} : { smtp: smtpServer(smtp) }
  } catch (error) {
    if (error instanceof UsageError) throw error
    return refuse((error as Error).message)
  }
}
