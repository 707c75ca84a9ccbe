import { localArn } from '#infra/local/account.ts'
import type { EventBus } from '#infra/local/event-bus.ts'
import {
  AwsError,
  jsonAnswer,
  type LoopbackServer,
  parseJson,
  startLoopbackServer,
} from '#infra/local/loopback-server.ts'

/** @param request parsed body; @returns the answer's body, or throws the AwsError to answer */
type Operation = (request: unknown) => unknown

/** Serves a bus on a free port of 127.0.0.1 as EventBridge's AWS JSON 1.1 API. @param further operations by name */
export function startEventBridgeEndpoint(
  bus: EventBus,
  further: Readonly<Record<string, Operation>> = {},
): Promise<LoopbackServer> {
  const operations: Readonly<Record<string, Operation>> = {
    ...further,
    PutEvents: bus.putEvents,
    ListEventBuses: () => ({ EventBuses: bus.buses.map(describe) }),
    DescribeEventBus: (request) => {
      const { Name = 'default' } = request as { Name?: string }
      if (bus.buses.includes(Name)) return describe(Name)
      throw new AwsError('ResourceNotFoundException', `Event bus ${Name} does not exist.`)
    },
  }
  return startLoopbackServer(async ({ headers, body }) => {
    const target = `${headers['x-amz-target']}`
    const operation = new Map(Object.entries(operations)).get(target.replace(/^AWSEvents\./, ''))
    if (!operation)
      throw new AwsError('UnknownOperationException', `The local cloud does not play ${target}.`)
    return jsonAnswer(200, await operation(parseJson(body)), { 'content-type': 'application/x-amz-json-1.1' })
  })
}

const describe = (name: string) => ({
  Name: name,
  Arn: localArn('events', `event-bus/${name}`),
})
