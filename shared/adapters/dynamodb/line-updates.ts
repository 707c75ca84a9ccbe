import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb'
import { ABSURD_REST, type Opening } from '#shared/domain/delivery/breaker.ts'
import type { LineWrite } from '#shared/domain/delivery/line.ts'

/** One conditional write on a line's item, without table and key. */
export type LineUpdate = Pick<
  UpdateCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>

const attributes = ['next', 'failures', 'openUntil', 'opens'] as const

/** Only the names that the expressions use: DynamoDB refuses others. */
const update = (
  UpdateExpression: string,
  ConditionExpression: string,
  values: Readonly<Record<string, number>>,
): LineUpdate => ({
  UpdateExpression,
  ConditionExpression,
  ExpressionAttributeNames: Object.fromEntries(
    attributes
      .filter((name) => new RegExp(`#${name}\\b`).test(`${UpdateExpression} ${ConditionExpression}`))
      .map((name) => [`#${name}`, name]),
  ),
  ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
})

const CLOSED = 'attribute_not_exists(#openUntil)'

/** The write of a plan that has one. */
export const reservationUpdate = (plan: LineWrite): LineUpdate => {
  if (plan.kind === 'start')
    return update(
      'SET #next = :to',
      `${CLOSED} AND (attribute_not_exists(#next) OR #next < :idle OR #next > :absurd)`,
      { ':to': plan.to, ':idle': plan.idle, ':absurd': plan.absurd },
    )
  if (plan.kind === 'append')
    return update('ADD #next :by', `${CLOSED} AND #next BETWEEN :idle AND :notAfter`, {
      ':by': plan.by,
      ':idle': plan.idle,
      ':notAfter': plan.notAfter,
    })
  return update('SET #openUntil = :lease, #next = :to', '#openUntil <= :now OR #openUntil > :absurd', {
    ':lease': plan.lease,
    ':to': plan.to,
    ':now': plan.now,
    ':absurd': plan.now + ABSURD_REST,
  })
}

/** Opens the circuit, for whoever holds its probe, or, while it is closed, for anybody. */
export const openingUpdate = ({ until, opens }: Opening, lease: number | undefined): LineUpdate =>
  update('SET #openUntil = :until, #opens = :opens', lease === undefined ? CLOSED : '#openUntil = :lease', {
    ':until': until,
    ':opens': opens,
    ...(lease === undefined ? {} : { ':lease': lease }),
  })

/** The provider answered: its probe closes the circuit, and any other call ends a row of failures. */
export const answeredUpdate = (lease: number | undefined): LineUpdate =>
  lease === undefined
    ? update('REMOVE #failures', `${CLOSED} AND attribute_exists(#failures)`, {})
    : update('REMOVE #openUntil, #opens, #failures', '#openUntil = :lease', { ':lease': lease })

/** One more failure in a row; nothing where the circuit is open already. */
export const failureUpdate = (): LineUpdate => update('ADD #failures :one', CLOSED, { ':one': 1 })

/** No slot begins before `to`. */
export const restUpdate = (to: number): LineUpdate =>
  update('SET #next = :to', 'attribute_not_exists(#next) OR #next < :to', { ':to': to })
