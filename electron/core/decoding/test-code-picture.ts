import type { SKRSContext2D } from '@napi-rs/canvas'
import { encode } from 'uqr'

/** Draws a code as the certificate's page does: level M, a quiet zone of four modules, `size` units wide. For tests. */
export function drawCode(
  context: Pick<SKRSContext2D, 'fillRect' | 'fillStyle'>,
  text: string,
  x: number,
  y: number,
  size: number,
  ink = '#000000',
): void {
  const { data, size: modules } = encode(text, { ecc: 'M', border: 4 })
  const module = size / modules
  context.fillStyle = ink
  for (const [row, line] of data.entries())
    for (const [column, dark] of line.entries())
      if (dark) context.fillRect(x + column * module, y + row * module, module, module)
}
