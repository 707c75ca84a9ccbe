/** A program that plays DynamoDB. */
export interface DynamoDbEngine {
  readonly name: string
  /** What to look at when it does not start. */
  readonly hint: string
  /** @returns the command line, and the argument of it that tells its process from all others */
  command(dataDirectory: string, port: number): { readonly line: readonly string[]; readonly mark: string }
}
