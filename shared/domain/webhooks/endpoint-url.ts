/** Hosts that mean the machine itself or its cloud's metadata, as the URL parser writes them in any spelling. */
const INWARD =
  /^(localhost|.*\.localhost|(127|0)(\.\d+){3}|169\.254(\.\d+){2}|\[::1?\]|\[::ffff:.*\]|\[fe[89ab].*\])$/

const LOOPBACK = /^(localhost|127(\.\d+){3})$/

/**
 * Whether Bellwether may post webhooks to a URL: HTTPS, nobody's credentials in it, and never a host by which a
 * function would talk to itself or to its cloud (server-side request forgery).
 * @param loopback also plain HTTP to this machine: where functions run on a developer's own
 */
export const mayPostTo = (text: string, loopback: boolean): boolean => {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return false
  if (loopback && protocol === 'http:' && LOOPBACK.test(hostname)) return true
  return protocol === 'https:' && !INWARD.test(hostname)
}
