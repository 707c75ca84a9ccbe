/** The default alphabet of GSM 03.38; each of its characters is one septet. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** Its extension: an escape and the character, two septets. */
const EXTENDED = new Set('\f^{}\\[~]|€')

const segments = (units: number, alone: number, joined: number): number =>
  units <= alone ? 1 : Math.ceil(units / joined)

/**
 * How many SMS a text is sent as (3GPP TS 23.038, 23.040): 160 septets, 153 of each where they are joined; with any
 * other character 70 UTF-16 units, 67 where joined.
 */
export const smsSegments = (text: string): number => {
  let septets = 0
  for (const character of text) {
    if (BASIC.has(character)) septets += 1
    else if (EXTENDED.has(character)) septets += 2
    else return segments(text.length, 70, 67)
  }
  return segments(septets, 160, 153)
}
