/**
 * Currencies whose minor unit is not a hundredth (ISO 4217). Intl cannot be asked: it knows how many digits people
 * write (none for HUF, COP or IDR), not what a minor unit is.
 */
const UNUSUAL_DIGITS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}

const digitsByCurrency: ReadonlyMap<string, number> = new Map(
  Object.entries(UNUSUAL_DIGITS).flatMap(([digits, currencies]) =>
    currencies.split(' ').map((currency) => [currency, Number(digits)] as const),
  ),
)

/** How many decimal digits a currency's minor unit stands for. */
export const minorUnitDigits = (currency: string): number => digitsByCurrency.get(currency) ?? 2
