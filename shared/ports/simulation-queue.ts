/** Simulations that wait for somebody to run them. */
export interface SimulationQueue {
  /** @throws where the queue did not take it */
  send(simulationId: string): Promise<void>
}
