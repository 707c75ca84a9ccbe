import { LOCAL_CREDENTIALS, LOCAL_REGION } from '#infra/local/account.ts'

/** Configuration of an AWS SDK client that talks to one endpoint of a local cloud. */
export const localClientConfig = (
  endpoint: string,
): { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } } => ({
  endpoint,
  region: LOCAL_REGION,
  credentials: { ...LOCAL_CREDENTIALS },
})
