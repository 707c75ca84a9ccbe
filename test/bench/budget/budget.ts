import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import { formatted } from '#infra/docs/format.ts'

const boundSchema = z.strictObject({
  /** What a bench's short run calls it. */
  count: z.string(),
  /** The most it may be. */
  bound: z.number(),
  /** How far below its bound it may lie before the bound has to follow @default not at all */
  slack: z.optional(z.number().check(z.positive())),
  /** Record, seen from the project's root, with a row `| count | bound | because |` about it. */
  decision: z.string(),
})

export type Bound = z.infer<typeof boundSchema>

const budgetSchema = z.record(z.string(), z.array(boundSchema))

/** Bounds by the name of the bench that counts. */
export type Budget = z.infer<typeof budgetSchema>

export const PROJECT_ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** The record that says what a count is bounded for, and has the bounds that nobody has raised. */
export const FIRST_DECISION = 'docs/adr/0029-what-an-event-may-cost.md'

const BUDGET = 'test/bench/budget.json'

export const readBudget = (root = PROJECT_ROOT): Budget =>
  z.parse(budgetSchema, JSON.parse(readFileSync(`${root}${BUDGET}`, 'utf8')))

export const writeBudget = (budget: Budget, root = PROJECT_ROOT): void =>
  writeFileSync(`${root}${BUDGET}`, formatted(BUDGET, JSON.stringify(budget)))
