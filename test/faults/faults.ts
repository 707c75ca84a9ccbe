import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { note, progressBar, runCommand, say } from '#infra/local/commands/terminal.ts'
import { synthesize } from '#infra/local/synthesize.ts'
import { commandOptions } from '#test/faults/options.ts'
import { printResults } from '#test/faults/print.ts'
import { isMet, type Result, runScenario } from '#test/faults/run.ts'
import type { FaultOptions, Scenario } from '#test/faults/scenario.ts'
import { scenarios } from '#test/faults/scenarios/scenarios.ts'
import { createWarehouse, type Warehouse } from '#test/faults/stage.ts'

const runWithBar = async (
  scenario: Scenario,
  options: FaultOptions,
  warehouse: Warehouse,
): Promise<Result> => {
  const bar = progressBar(scenario.title, options.messages)
  let left = options.messages
  try {
    return await runScenario(scenario, options, warehouse, (accepted, open) => {
      left = open ?? left
      bar.update(Math.min(Math.max(accepted, options.messages - left), options.messages))
    })
  } finally {
    bar.stop()
  }
}

await runCommand(async () => {
  const { chosen, json, assembly: given, ...options } = commandOptions(process.argv.slice(2), scenarios)
  const directory = mkdtempSync(path.join(tmpdir(), 'bellwether-faults-'))
  try {
    const assembly = given ?? path.join(directory, 'assembly')
    if (given === undefined) await synthesize(assembly)
    const warehouse = createWarehouse(directory, assembly, options)
    note(`${options.messages} messages a scenario, seed ${options.seed}`)
    const results: Result[] = []
    for (const scenario of chosen) results.push(await runWithBar(scenario, options, warehouse))
    printResults(results)
    say(`seed ${options.seed}`)
    if (json !== undefined) writeFileSync(json, `${JSON.stringify({ options, results }, null, 2)}\n`)
    return results.every(isMet) ? 0 : 1
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})
