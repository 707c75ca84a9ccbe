/** One execution environment of a function: loads the bundle, then handles one invocation at a time. */
import { enableCompileCache, flushCompileCache } from 'node:module'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { ClockOffset, installClockOffset } from '#infra/local/clock-offset.ts'
import type { EnvironmentData, InvocationRequest } from '#infra/local/lambda.ts'

const { compileCache, ...definition }: EnvironmentData = workerData
const { name: functionName, arn, modulePath, handlerName, memorySize, clockOffset } = definition

/** The time in which the function's deadline is told, whatever time the function itself lives in. */
const machineNow = Date.now.bind(Date)
if (clockOffset !== undefined) installClockOffset(new ClockOffset(clockOffset))

// Instead of the worker's own streams: only what goes the way of the results is sure to arrive before them.
for (const stream of [process.stdout, process.stderr])
  stream.write = (chunk: unknown, ...rest: readonly unknown[]) => {
    const text = chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : String(chunk)
    parentPort?.postMessage({ printed: text })
    for (const callback of rest) if (typeof callback === 'function') callback()
    return true
  }

if (compileCache !== undefined) enableCompileCache(compileCache)
const handler = (await import(pathToFileURL(modulePath).href))[handlerName]
if (typeof handler !== 'function') throw new Error(`${modulePath} exports no function ${handlerName}`)

parentPort?.on('message', async ({ requestId, event, deadline }: InvocationRequest) => {
  const context = {
    awsRequestId: requestId,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: arn,
    memoryLimitInMB: String(memorySize),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - machineNow()),
  }
  try {
    // As JSON both ways, as on Lambda: what JSON cannot carry must not get through here either.
    const result = JSON.stringify(await handler(JSON.parse(event), context))
    parentPort?.postMessage({ result })
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
    parentPort?.postMessage({ failure: { name, message, stack } })
  }
})
parentPort?.postMessage({ ready: true })
// Usually done at the end of a process, which one that is killed does not have.
if (compileCache !== undefined) flushCompileCache()
