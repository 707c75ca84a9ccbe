import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import path from 'node:path'

export interface Endpoint {
  readonly url: string
  readonly close: () => void
}

/** A key and a certificate of nobody, valid for a day. */
const certificate = (directory: string) => {
  const [keyFile, certFile] = ['key.pem', 'cert.pem'].map((name) => path.join(directory, name)) as [
    string,
    string,
  ]
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=127.0.0.1', '-days', '1']
  execFileSync('openssl', [...request, '-keyout', keyFile, '-out', certFile], { stdio: 'ignore' })
  return { key: readFileSync(keyFile), cert: readFileSync(certFile) }
}

/**
 * DynamoDB's wire format over TLS, as in AWS: over plain HTTP the SDK would load a module that it does without there.
 * @param answers by operation
 */
export const startEndpoint = async (
  directory: string,
  answers: Readonly<Record<string, string>>,
): Promise<Endpoint> => {
  const server = createServer(certificate(directory), (request, response) => {
    const [, operation = ''] = String(request.headers['x-amz-target']).split('.')
    const answer = answers[operation]
    request.resume().on('end', () => {
      response.writeHead(answer === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' })
      response.end(answer ?? '{"__type":"UnknownOperationException"}')
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
