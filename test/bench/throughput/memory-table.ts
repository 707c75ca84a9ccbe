import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type UpdateItemCommandInput,
  type UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb'

export type StoredItem = Record<string, AttributeValue>

/** By placeholder: an attribute's name, and the value that goes with it. */
interface Pair {
  readonly name: string
  readonly value: string
}

/** What an update does, read once from its expressions: there are few of them. */
interface Plan {
  readonly sets: readonly Pair[]
  readonly removes: readonly string[]
  readonly adds: readonly Pair[]
  /** Registers that must be older than the value. */
  readonly older: readonly Pair[]
}

const SET = /^(#\w+) = (:\w+)$/
const ADD = /^(#\w+) (:\w+)$/
const OLDER = /^\(attribute_not_exists\((#\w+)\) OR \1\.#v < (:\w+)\)$/

const pairs = (parts: readonly string[], pattern: RegExp): Pair[] =>
  parts.map((part) => {
    const [, name, value] = pattern.exec(part) ?? []
    if (name === undefined || value === undefined) throw new Error(`the table in memory cannot do "${part}"`)
    return { name, value }
  })

const clause = (expression: string, word: string): string[] =>
  expression
    .split(/ ?\b(?=(?:SET|REMOVE|ADD) )/)
    .filter((part) => part.startsWith(`${word} `))
    .flatMap((part) => part.slice(word.length + 1).split(', '))

const planOf = (update: string, condition: string | undefined): Plan => ({
  sets: pairs(clause(update, 'SET'), SET),
  removes: clause(update, 'REMOVE'),
  adds: pairs(clause(update, 'ADD'), ADD),
  older: condition === undefined ? [] : pairs(condition.split(' AND '), OLDER),
})

const united = (stored: AttributeValue | undefined, added: AttributeValue | undefined): AttributeValue => {
  const before = stored?.SS
  const elements = added?.SS ?? []
  if (before === undefined) return { SS: elements }
  if (stored && elements.every((element) => before.includes(element))) return stored
  return { SS: [...new Set([...before, ...elements])] }
}

/**
 * The customers table in memory, as far as updates of registers and months need it: conditions, SET, REMOVE, ADD of
 * sets, and the item that comes back. It keeps items as they are on the wire and copies none when it answers, because
 * what it costs is measured along with whoever calls it.
 * @throws Error for an expression that is not of that kind
 */
export class MemoryTable {
  readonly #items: Map<string, StoredItem>
  readonly #plans = new Map<string, Map<string | undefined, Plan>>()
  /** What attributes were before they were changed, in order: item, name, value, item, … */
  #undo: (StoredItem | string | AttributeValue | undefined)[] = []
  #updates = 0

  /** @param items by customer; the table changes them, and `reset` changes them back */
  constructor(items: Map<string, StoredItem>) {
    this.#items = items
  }

  /** Updates that were made since the last reset. */
  get updates(): number {
    return this.#updates
  }

  item(customerId: string): StoredItem | undefined {
    return this.#items.get(customerId)
  }

  /** As it was at first. */
  reset(): void {
    const undo = this.#undo
    for (let place = undo.length - 3; place >= 0; place -= 3) {
      const item = undo[place] as StoredItem
      const name = undo[place + 1] as string
      const before = undo[place + 2] as AttributeValue | undefined
      if (before === undefined) delete item[name]
      else item[name] = before
    }
    this.#undo = []
    this.#updates = 0
  }

  /** @throws ConditionalCheckFailedException with the item, as the service does */
  update(input: UpdateItemCommandInput): UpdateItemCommandOutput {
    const { UpdateExpression = '', ConditionExpression, ExpressionAttributeNames: names = {} } = input
    const { Key: key = {}, ExpressionAttributeValues: values = {} } = input
    const item = this.#itemOf(key)
    const { older, sets, removes, adds } = this.#planOf(UpdateExpression, ConditionExpression)
    for (const { name, value } of older) {
      const stored = item[names[name] ?? '']?.M?.v?.S
      if (stored === undefined || stored < (values[value]?.S ?? '')) continue
      throw new ConditionalCheckFailedException({ message: '', Item: item, $metadata: {} })
    }
    for (const { name, value } of sets) this.#put(item, names[name] ?? '', values[value])
    for (const name of removes) this.#put(item, names[name] ?? '', undefined)
    for (const { name, value } of adds) {
      const attribute = names[name] ?? ''
      const { [attribute]: before } = item
      const after = united(before, values[value])
      if (after !== before) this.#put(item, attribute, after)
    }
    this.#updates++
    return { Attributes: item, ConsumedCapacity: { CapacityUnits: 1 }, $metadata: {} }
  }

  #put(item: StoredItem, name: string, value: AttributeValue | undefined): void {
    const { [name]: before } = item
    if (before === value) return
    this.#undo.push(item, name, before)
    if (value === undefined) delete item[name]
    else item[name] = value
  }

  #itemOf(key: StoredItem): StoredItem {
    const customerId = key.customerId?.S ?? ''
    const known = this.#items.get(customerId)
    if (known) return known
    const item = { ...key }
    this.#items.set(customerId, item)
    return item
  }

  #planOf(update: string, condition: string | undefined): Plan {
    const known = this.#plans.get(update)?.get(condition)
    if (known) return known
    const plan = planOf(update, condition)
    const conditions = this.#plans.get(update) ?? new Map<string | undefined, Plan>()
    this.#plans.set(update, conditions.set(condition, plan))
    return plan
  }
}
