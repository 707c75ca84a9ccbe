/** The same elements in an order that the random numbers decide (Fisher–Yates). */
export const shuffle = <T>(given: readonly T[], random: () => number): T[] => {
  const mixed = [...given]
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const [left, right] = [mixed[last] as T, mixed[other] as T]
    mixed[last] = right
    mixed[other] = left
  }
  return mixed
}
