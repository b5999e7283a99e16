/** The four meanings a colour may have, plus none (`neutral`) and "acts or is chosen" (`accent`). */
export type Tone = 'neutral' | 'accent' | 'ok' | 'wa' | 'er' | 'un'
