import type { EventBus } from '#infra/local/event-bus.ts'

/** Serves a bus on 127.0.0.1 (a free port unless given) as EventBridge's AWS JSON 1.1 API. */
export function startEventBridgeEndpoint(
  _bus: EventBus,
  _port?: number,
): Promise<{ url: string; stop(): Promise<void> }> {
  throw new Error('not yet')
}
