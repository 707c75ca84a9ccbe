/** A process of its own: imports the file it is given, and prints the milliseconds of processor time that took. */
import { pathToFileURL } from 'node:url'

const before = process.cpuUsage()
await import(pathToFileURL(process.argv[2]).href)
const { user, system } = process.cpuUsage(before)
process.stdout.write(String((user + system) / 1000), () => process.exit(0))
