import { AwsError, jsonAnswer, type LoopbackAnswer } from '#infra/local/loopback-server.ts'
import type { ProviderCall } from '#infra/local/providers/call.ts'
import type { CallStore } from '#infra/local/providers/call-store.ts'

/** A page with more rows no one reads; the JSON has all. */
const longestPage = 500

/** `GET /`, `/messages`, `/messages/<id>` and `/messages/<id>.eml`: the accepted messages, newest first. */
export function inboxAnswer(path: string, store: CallStore): LoopbackAnswer {
  const [, id = '', extension] = /^\/messages\/([\w-]+)(\.eml)?$/.exec(path) ?? []
  const accepted = () =>
    store
      .all()
      .reverse()
      .filter(({ outcome }) => outcome === 'accepted')
  if (path === '/') return answer('text/html; charset=utf-8', page(accepted()))
  if (path === '/messages') return jsonAnswer(200, accepted())
  const call = store.find(id)
  if (!call || (extension && (call.channel !== 'email' || call.outcome === 'refused')))
    throw new AwsError('NotFound', 'There is no such message.', 404)
  return extension ? answer('message/rfc822', store.message(call)) : jsonAnswer(200, call)
}

const answer = (type: string, body: string | Uint8Array): LoopbackAnswer => ({
  status: 200,
  body,
  // Nothing of a message may run or load, whatever slipped through the escaping.
  headers: {
    'content-type': type,
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  },
})

const page = (calls: readonly ProviderCall[]): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Bellwether inbox</title>
<style>body{font:15px system-ui;margin:2rem}table{border-collapse:collapse}td,th{text-align:left;vertical-align:top;
padding:.4rem .8rem;border-bottom:1px solid #ddd}td.text{white-space:pre-wrap;max-width:42rem}</style>
<h1>Inbox</h1><p>${calls.length} messages, the newest first; all as <a href="/messages">JSON</a>.</p>
<table><tr><th>Time<th>Channel<th>To<th>Message${calls.slice(0, longestPage).map(row).join('')}</table></html>
`

function row({ id, at, channel, destination, subject = '', text = '' }: ProviderCall): string {
  const time = `${at.slice(0, 19).replace('T', ' ')} UTC`
  const link = channel === 'email' ? `/messages/${id}.eml` : `/messages/${id}`
  const title = `<a href="${escapeHtml(link)}">${escapeHtml(subject || 'open')}</a>`
  const cells = [time, channel, destination.join(', ')].map((cell) => `<td>${escapeHtml(cell)}`)
  return `\n<tr>${cells.join('')}<td class="text">${title}\n${escapeHtml(text)}`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
