/** What came of a request: the endpoint's status, or none. `refused-url`: an address that may not be posted to. */
export type WebhookAnswer =
  | { readonly status: number }
  | { readonly status: undefined; readonly because: 'no-answer' | 'refused-url' }

export interface SignedRequest {
  readonly url: string
  /** `webhook-id` */
  readonly id: string
  readonly body: string
  /** One or, while they are being changed, several: each signs. */
  readonly secrets: readonly string[]
}

/** Posts webhooks, once, without following redirects. */
export interface WebhookPoster {
  post(request: SignedRequest): Promise<WebhookAnswer>
}
