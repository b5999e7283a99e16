export interface TextPiece {
  text: string
  isolated: boolean
}

// Phone numbers keep their groups together; other pieces are runs that hold at least one digit or an at sign.
const pattern =
  /\+[0-9][0-9 ]*[0-9]|[A-Za-z0-9\u0660-\u0669][A-Za-z0-9\u0660-\u0669._@:/,\-+%]*[A-Za-z0-9\u0660-\u0669%+]|[0-9\u0660-\u0669]/g

/** Splits a sentence into plain text and pieces (numbers, ids, times, addresses) that must be isolated left to right. */
export function splitIsolates(text: string): TextPiece[] {
  const pieces: TextPiece[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    if (!/[0-9\u0660-\u0669@]/.test(match[0])) continue
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), isolated: false })
    pieces.push({ text: match[0], isolated: true })
    end = match.index + match[0].length
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isolated: false })
  return pieces
}
