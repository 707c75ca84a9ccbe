import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

/** An email as it came over the wire. */
export interface Received {
  readonly from: string
  readonly to: readonly string[]
  readonly bytes: Buffer
}

export interface ReceivingServer {
  readonly host: string
  readonly port: number
  readonly received: () => readonly Received[]
  readonly stop: () => Promise<void>
}

/** A real SMTP server that takes everything. @param refuses where it holds, the recipient is refused instead */
export const startSmtpServer = async (
  refuses: (recipient: string) => boolean = () => false,
): Promise<ReceivingServer> => {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    onRcptTo: ({ address }, _session, done) =>
      done(refuses(address) ? new Error(`no such mailbox ${address}`) : null),
    onData: (stream, { envelope: { mailFrom, rcptTo } }, done) => {
      buffer(stream).then((bytes) => {
        const from = mailFrom ? mailFrom.address : ''
        received.push({ from, to: rcptTo.map(({ address }) => address), bytes })
        done()
      }, done)
    },
  })
  // A client that goes away in the middle is its own affair.
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  return {
    host: '127.0.0.1',
    port: (listening.address() as AddressInfo).port,
    received: () => received,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
