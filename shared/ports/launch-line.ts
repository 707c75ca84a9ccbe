/** The pace of a launch over all its workers. */
export interface LaunchLine {
  /**
   * Takes a place in the line.
   * @param count customers
   * @returns when the page may be decided, in epoch milliseconds
   */
  reserve(launchId: string, count: number, perSecond: number): Promise<number>
}
