import type { Conversion } from '#shared/domain/results/conversion.ts'

export interface ConversionQueue {
  /** @returns the conversions that the queue did not take */
  send(conversions: readonly Conversion[]): Promise<readonly Conversion[]>
}
