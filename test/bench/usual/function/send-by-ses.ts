import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import type { Email } from '#test/bench/usual/function/send-message.ts'

const utf8 = (text: string) => ({ Data: text, Charset: 'UTF-8' })

const unsubscribeHeaders = (url: string) => [
  { Name: 'List-Unsubscribe', Value: `<${url}>` },
  { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
]

/** Email through SES v2, with the SDK's own retries. @returns SES's id of the message */
export const sendBySes =
  (client: SESv2Client, fromAddress: string) =>
  async ({ to, subject, text, html, unsubscribeUrl }: Email): Promise<string> => {
    const { MessageId } = await client.send(
      new SendEmailCommand({
        FromEmailAddress: fromAddress,
        Destination: { ToAddresses: [to] },
        Content: {
          Simple: {
            Subject: utf8(subject),
            Body: { Text: utf8(text), ...(html === undefined ? {} : { Html: utf8(html) }) },
            ...(unsubscribeUrl === undefined ? {} : { Headers: unsubscribeHeaders(unsubscribeUrl) }),
          },
        },
      }),
    )
    if (MessageId === undefined) throw new Error('SES gave no message id')
    return MessageId
  }
