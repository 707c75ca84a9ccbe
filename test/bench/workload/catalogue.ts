/** What the bank of the bench sells, and where. */
export const products = [
  'savings-plus',
  'term-deposit',
  'mortgage',
  'consumer-loan',
  'overdraft',
  'travel-insurance',
  'life-insurance',
  'funds',
  'pension',
  'brokerage',
] as const

export const cardProducts = ['classic', 'gold', 'platinum', 'student', 'business', 'virtual'] as const

export const branches: readonly string[] = Array.from(
  { length: 40 },
  (_, number) => `B${String(number + 1).padStart(2, '0')}`,
)
