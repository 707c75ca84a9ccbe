import { localArn } from '#infra/local/account.ts'
import type { EventBus } from '#infra/local/event-bus.ts'
import {
  AwsError,
  jsonAnswer,
  type LoopbackServer,
  parseJson,
  startLoopbackServer,
} from '#infra/local/loopback-server.ts'

/** Serves a bus on 127.0.0.1 (a free port unless given) as EventBridge's AWS JSON 1.1 API. */
export function startEventBridgeEndpoint(bus: EventBus, port?: number): Promise<LoopbackServer> {
  const operations: Readonly<Record<string, (request: unknown) => unknown>> = {
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
  }, port)
}

const describe = (name: string) => ({
  Name: name,
  Arn: localArn('events', `event-bus/${name}`),
})
