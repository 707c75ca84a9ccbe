import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'

/**
 * Waits for a single conditional write.
 * @returns false where its condition did not hold: nothing was written
 * @throws whatever else the store says
 */
export const conditionHeld = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}
