import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'

interface Images {
  readonly OldImage?: unknown
  readonly NewImage?: unknown
}

const plain = (image: unknown): unknown =>
  image === undefined ? undefined : unmarshall(image as Record<string, AttributeValue>)

/** The item before and after the write of a stream's record, as plain values. */
export const changeOf = ({
  OldImage,
  NewImage,
}: Images): { readonly before: unknown; readonly after: unknown } => ({
  before: plain(OldImage),
  after: plain(NewImage),
})
