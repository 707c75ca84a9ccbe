import MailComposer from 'nodemailer/lib/mail-composer'

export interface EmailParts {
  readonly from: string
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly subject: string
  readonly text?: string
  readonly html?: string
  readonly headers: readonly { readonly Name: string; readonly Value: string }[]
  readonly messageId: string
  readonly date: Date
}

/**
 * Composes a message as SES does of Simple content: UTF-8, multipart/alternative where there are both bodies, each part
 * as it is, quoted-printable or base64, whichever suits it. Nobody is named in it who was to get a blind copy.
 */
export const composeMime = (parts: EmailParts): Promise<Uint8Array> =>
  new MailComposer({
    from: parts.from,
    to: [...parts.to],
    cc: [...parts.cc],
    subject: parts.subject,
    text: parts.text,
    html: parts.html,
    headers: parts.headers.map(({ Name, Value }) => ({ key: Name, value: Value })),
    messageId: `<${parts.messageId}@email.amazonses.com>`,
    date: parts.date,
    newline: 'windows',
  })
    .compile()
    .build()
