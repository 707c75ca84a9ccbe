import { randomUUID } from 'node:crypto'
import * as z from 'zod/mini'
import { AwsError, jsonAnswer, parseJson } from '#infra/local/loopback-server.ts'
import type { Draft, Protocol } from '#infra/local/providers/call.ts'
import { composeMime } from '#infra/local/providers/mime.ts'

const addresses = z._default(z.array(z.string().check(z.regex(/^[^\s@]+@[^\s@]+$|<[^\s@]+@[^\s@]+>$/))), [])
const textContent = z.object({ Data: z.string() })
/** SES takes nothing else in tags. */
const tagWord = z.string().check(z.regex(/^[A-Za-z0-9_.@-]{1,256}$/))

const headerName = z.string().check(z.regex(/^[A-Za-z0-9-]{1,126}$/))

const requestSchema = z.object({
  FromEmailAddress: z.string().check(z.minLength(3)),
  Destination: z.object({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses }),
  ConfigurationSetName: z.optional(z.string()),
  EmailTags: z._default(z.array(z.object({ Name: tagWord, Value: tagWord })).check(z.maxLength(50)), []),
  Content: z.union([
    z.object({
      Simple: z.object({
        Subject: textContent,
        Body: z.object({ Text: z.optional(textContent), Html: z.optional(textContent) }),
        Headers: z._default(z.array(z.object({ Name: headerName, Value: z.string() })), []),
      }),
    }),
    z.object({ Raw: z.object({ Data: z.base64() }) }),
  ]),
})
type SendEmail = z.infer<typeof requestSchema>

/** SES v2 `POST /v2/email/outbound-emails`. */
export const sesProtocol: Protocol = {
  operation: 'SendEmail',
  channel: 'email',
  hasFeedback: ({ configurationSet }) => configurationSet !== undefined,
  throttled: { code: 'TooManyRequestsException', status: 429 },
  newId: () => `01000${Date.now().toString(16)}-${randomUUID()}-000000`,
  read: ({ body }) => {
    const parsed = z.safeParse(requestSchema, parseJson(body))
    if (!parsed.success) throw new AwsError('BadRequestException', z.prettifyError(parsed.error))
    const request = parsed.data
    const draft = draftOf(request)
    if (draft.destination.length === 0) throw new AwsError('BadRequestException', 'There is no destination.')
    return { draft, message: (id, at) => messageOf(request, id, at) }
  },
  accepted: (MessageId) => jsonAnswer(200, { MessageId }),
}

function draftOf(request: SendEmail): Draft {
  const { Content, ConfigurationSetName } = request
  const { ToAddresses, CcAddresses, BccAddresses } = request.Destination
  return {
    operation: 'SendEmail',
    channel: 'email',
    destination: [...ToAddresses, ...CcAddresses, ...BccAddresses],
    tags: Object.fromEntries(request.EmailTags.map(({ Name, Value }) => [Name, Value])),
    from: request.FromEmailAddress,
    ...(ConfigurationSetName === undefined ? {} : { configurationSet: ConfigurationSetName }),
    ...('Raw' in Content
      ? { subject: /^Subject: (.*)$/im.exec(decoded(Content.Raw.Data).toString('utf8'))?.[1]?.trim() ?? '' }
      : { subject: Content.Simple.Subject.Data, text: Content.Simple.Body.Text?.Data ?? '' }),
  }
}

async function messageOf(
  { FromEmailAddress, Destination, Content }: SendEmail,
  messageId: string,
  date: Date,
): Promise<Uint8Array> {
  if ('Raw' in Content) return decoded(Content.Raw.Data)
  const { Subject, Body, Headers } = Content.Simple
  return composeMime({
    from: FromEmailAddress,
    to: Destination.ToAddresses,
    cc: Destination.CcAddresses,
    subject: Subject.Data,
    ...(Body.Text ? { text: Body.Text.Data } : {}),
    ...(Body.Html ? { html: Body.Html.Data } : {}),
    headers: Headers,
    messageId,
    date,
  })
}

const decoded = (base64: string): Buffer => Buffer.from(base64, 'base64')
