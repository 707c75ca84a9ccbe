/** What a customer said about one purpose and channel, and where that is on record. The proof is PII. */
export interface ConsentProof {
  readonly purpose: string
  readonly channel: string
  readonly granted: boolean
  /** When the customer said so. */
  readonly at: string
  readonly proof: string
}

export interface ConsentProofs {
  proofs(customerId: string): Promise<readonly ConsentProof[]>
}
