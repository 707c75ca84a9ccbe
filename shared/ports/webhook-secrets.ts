/** The secrets that endpoints share with Bellwether. */
export interface WebhookSecrets {
  /** @returns none where the endpoint has no secret; @throws RetryableError when nobody can say */
  of(endpointId: string): Promise<readonly string[]>
}
