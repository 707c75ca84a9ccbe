/** The default alphabet of GSM 03.38; each of its characters is one septet. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** Its extension: an escape and the character, two septets. */
const EXTENDED = new Set('\f^{}\\[~]|€')

/** A text as it is sent by SMS. */
export interface SmsLength {
  readonly alphabet: 'gsm-7' | 'ucs-2'
  /** Septets of the short alphabet, UTF-16 units of the other. */
  readonly characters: number
  readonly segments: number
}

const segments = (units: number, alone: number, joined: number): number =>
  units <= alone ? 1 : Math.ceil(units / joined)

/**
 * As what and how many SMS a text is sent (3GPP TS 23.038, 23.040): 160 septets, 153 of each where they are joined; with
 * any other character 70 UTF-16 units, 67 where joined.
 */
export const smsLength = (text: string): SmsLength => {
  let septets = 0
  for (const character of text) {
    if (BASIC.has(character)) septets += 1
    else if (EXTENDED.has(character)) septets += 2
    else return { alphabet: 'ucs-2', characters: text.length, segments: segments(text.length, 70, 67) }
  }
  return { alphabet: 'gsm-7', characters: septets, segments: segments(septets, 160, 153) }
}

/** How many SMS a text is sent as. */
export const smsSegments = (text: string): number => smsLength(text).segments
