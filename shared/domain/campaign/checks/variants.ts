import { type Check, errorAt, warningAt } from '#shared/domain/campaign/checks/problem.ts'

/** Variants that can be told apart and compared. */
export const variantProblems: Check = ({ variants }) => {
  const ids = variants.map(({ id }) => id)
  return [
    ...(variants.length === 1
      ? [errorAt(['variants'], 'variant-alone', 'one variant is no comparison: write a second one, or none')]
      : []),
    ...ids.flatMap((id, index) =>
      ids.indexOf(id) < index
        ? [errorAt(['variants', index, 'id'], 'variant-repeated', `"${id}" is the id of another variant`)]
        : [],
    ),
    ...(variants.length > 1 && variants.every(({ messages }) => Object.keys(messages).length === 0)
      ? [
          warningAt(
            ['variants'],
            'variants-alike',
            'no variant writes messages of its own, so that they do not differ',
          ),
        ]
      : []),
  ]
}
