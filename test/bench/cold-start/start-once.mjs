/**
 * A process of its own: imports the file it is given and, where it is given an event too, has it handled. Prints the
 * milliseconds of processor time, of all threads, that it had used by then: `{ imported, answered? }`.
 */
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const [, , file, eventFile] = process.argv
const event = eventFile && JSON.parse(readFileSync(eventFile, 'utf8'))
const context = { getRemainingTimeInMillis: () => 30_000 }

const before = process.cpuUsage()
const used = () => {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
const { handler } = await import(pathToFileURL(file).href)
const imported = used()
const failed = (answer) => Boolean(answer?.batchItemFailures?.length)
if (event && failed(await handler(event, context))) throw new Error('the event was not handled')
const times = event ? { imported, answered: used() } : { imported }
process.stdout.write(`\n${JSON.stringify(times)}`, () => process.exit(0))
