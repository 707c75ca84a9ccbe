import { createTransport } from 'nodemailer'
import type { Draft } from '#infra/local/providers/call.ts'

export interface SmtpServer {
  readonly host: string
  readonly port: number
}

export interface SmtpRelayOptions extends SmtpServer {
  /** Called the first time that an email could not be handed on. @param reason a code, never a text of the server's */
  readonly onFailure: (reason: string) => void
}

/** What each accepted email is shown to. */
export interface SmtpRelay {
  /** Hands an email on, byte for byte, in the background. */
  readonly take: (draft: Draft, message: Uint8Array) => void
  /** Waits for what is on its way. */
  readonly stop: () => Promise<void>
}

/** In milliseconds, for each step of a connection: the server stands beside the developer. */
const PATIENCE = 5_000

/**
 * Hands emails to a real SMTP server, so that they can be looked at in a mail program or one like Mailpit. Whether it
 * takes them changes nothing for those who sent them: what it does not take is in the inbox all the same.
 */
export const createSmtpRelay = ({ host, port, onFailure }: SmtpRelayOptions): SmtpRelay => {
  const transport = createTransport({
    pool: true,
    maxConnections: 2,
    maxMessages: Number.POSITIVE_INFINITY,
    host,
    port,
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    // Such servers encrypt with a certificate of their own making, or not at all.
    tls: { rejectUnauthorized: false },
  })
  const underWay = new Set<Promise<void>>()
  let failed = false

  const send = async ({ from = '', destination }: Draft, message: Uint8Array): Promise<void> => {
    try {
      await transport.sendMail({ envelope: { from, to: [...destination] }, raw: Buffer.from(message) })
    } catch (error) {
      if (!failed) onFailure((error as { code?: string }).code ?? 'unknown')
      failed = true
    }
  }

  return {
    take: (draft, message) => {
      const sending = send(draft, message)
      underWay.add(sending)
      void sending.finally(() => underWay.delete(sending))
    },
    stop: async () => {
      await Promise.all(underWay)
      transport.close()
    },
  }
}
