import { randomUUID } from 'node:crypto'

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

/** Composes a message as SES does of Simple content: UTF-8, multipart/alternative where there are both bodies. */
export function composeMime(parts: EmailParts): string {
  const { text, html } = parts
  const head: [string, string][] = [
    ['From', parts.from],
    ['To', parts.to.join(', ')],
    ...(parts.cc.length > 0 ? [['Cc', parts.cc.join(', ')] as [string, string]] : []),
    ['Subject', encodedWords(parts.subject)],
    ['Message-ID', `<${parts.messageId}@email.amazonses.com>`],
    ['Date', parts.date.toUTCString().replace('GMT', '+0000')],
    ...parts.headers.map(({ Name, Value }): [string, string] => [Name, encodedWords(Value)]),
    ['MIME-Version', '1.0'],
  ]
  const bodies = [
    ...(text === undefined ? [] : [bodyPart('text/plain', text)]),
    ...(html === undefined ? [] : [bodyPart('text/html', html)]),
  ]
  const [only] = bodies
  const body = bodies.length === 1 && only !== undefined ? only : alternative(bodies)
  // A line break in a value would begin a header of the sender's choosing.
  const lines = head.map(([name, value]) => `${name}: ${value.replace(/\r?\n(?! =\?)|\r(?!\n)/g, ' ')}`)
  return `${lines.join('\r\n')}\r\n${body}`
}

function bodyPart(type: string, content: string): string {
  const base64 = Buffer.from(content, 'utf8').toString('base64').replace(/.{76}/g, '$&\r\n')
  return `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64}\r\n`
}

function alternative(bodies: readonly string[]): string {
  const boundary = `=_${randomUUID()}`
  const parts = bodies.map((body) => `--${boundary}\r\n${body}`).join('')
  return `Content-Type: multipart/alternative; boundary="${boundary}"\r\n\r\n${parts}--${boundary}--\r\n`
}

/** RFC 2047, for text outside ASCII: words of at most 75 characters that do not part a character. */
function encodedWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && !text.includes('=?')) return text
  const words: string[] = ['']
  for (const character of text) {
    const word = (words.at(-1) ?? '') + character
    if (Buffer.byteLength(word) > 45) words.push(character)
    else words[words.length - 1] = word
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ')
}
