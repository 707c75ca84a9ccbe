import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { LocalCloud } from '#infra/local/cloud.ts'

/** What other commands need to use a local cloud that runs. */
export type RunningCloud = Pick<LocalCloud, 'environment' | 'outputs' | 'endpoints'>

/** Where `npm start` keeps everything. */
export const startDirectory = path.join('.local', 'start')

const cloudFile = (directory: string): string => path.join(directory, 'cloud.json')

/** Tells other commands that the cloud runs. */
export const announceCloud = (
  { environment, outputs, endpoints }: RunningCloud,
  directory = startDirectory,
): void => {
  const content = JSON.stringify({ environment, outputs, endpoints }, null, 2)
  writeFileSync(cloudFile(directory), `${content}\n`)
}

/** Takes the announcement back. */
export const withdrawCloud = (directory = startDirectory): void =>
  rmSync(cloudFile(directory), { force: true })

/** @returns the running cloud; undefined if there is none, a file left by one that was killed notwithstanding */
export const findRunningCloud = async (directory = startDirectory): Promise<RunningCloud | undefined> => {
  const file = cloudFile(directory)
  if (!existsSync(file)) return undefined
  const cloud = JSON.parse(readFileSync(file, 'utf8')) as RunningCloud
  return (await answers(cloud.endpoints.eventBridge)) ? cloud : undefined
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    (response) => response.body?.cancel().then(() => true) ?? true,
    () => false,
  )
